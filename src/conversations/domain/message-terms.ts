import { wordTermsOf } from '../../shared/kernel';
import type { MessageRow } from '../schemas/message.schema';

/** Later words of a long message are not looked for. */
const TERMS_OF_A_MESSAGE = 60;

export const messageTerms = (text: string): string[] => wordTermsOf(text, TERMS_OF_A_MESSAGE);

/** What was said last; edits are in the order of their numbers. */
export const termsOfEdits = (edits: readonly { text: string }[]): string[] => messageTerms(edits.at(-1)?.text ?? '');

/** With the words that it is found by; a message without any has none. */
export function searchable(row: MessageRow): MessageRow {
  const terms = messageTerms(row.text);
  return terms.length === 0 ? row : { ...row, terms };
}
