import { searchTermsOf } from '../../shared/kernel';

const TERMS_OF_A_NAME = 60;
/** Of all names that somebody has had. */
export const NAME_TERMS_KEPT = 120;

/** What a conversation is found by: beginnings of the words of its person's names. */
export const nameTerms = ({ name, username }: { name?: string; username?: string }): string[] =>
  searchTermsOf([name, username], TERMS_OF_A_NAME);
