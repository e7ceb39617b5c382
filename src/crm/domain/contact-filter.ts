import { queryTermsOf, type UserId } from '../../shared/kernel';
import type { Consent, ContactFieldValue, ContactSource, ContactStage } from './contact';
import { fieldTermOf, STATED } from './contact-keys';

/** Which contacts; those that match everything that is asked for. */
export interface ContactFilter {
  stage?: ContactStage;
  /** In any of these stages: a pipeline. */
  stages?: readonly ContactStage[];
  /** Normalised. */
  tag?: string;
  withoutTag?: string;
  /** `none`: of nobody. */
  ownerId?: UserId | 'none';
  goal?: string;
  /** Words, or beginnings of words, that its names, addresses or numbers have. */
  q?: string;
  /** A custom field has this value. */
  field?: { key: string; value: ContactFieldValue };
  marketingConsent?: Consent;
  source?: ContactSource;
  hasEmail?: boolean;
  hasPhone?: boolean;
  createdFrom?: Date;
  createdBefore?: Date;
}

export const CONTACT_SORTS = ['newest', 'oldest', 'changed', 'name'] as const;
export type ContactSort = (typeof CONTACT_SORTS)[number];

type Conditions = Record<string, unknown>;

/**
 * What the database is asked. What narrows the list most comes first, since an array is read by one value of it and the
 * others are looked at in what that finds.
 */
export const conditionsOf = (filter: ContactFilter): Conditions[] => [
  ...narrowingOf(filter),
  ...furtherOf(filter),
  ...periodOf(filter),
];

/** Those that an index answers, the narrowest first. */
export function narrowingOf(filter: ContactFilter): Conditions[] {
  const { stage, stages, tag, ownerId, goal, q, field } = filter;
  return [
    ...(q === undefined ? [] : wordsOf(q)),
    ...given(field, (wanted) => ({ fieldTerms: fieldTermOf(wanted.key, wanted.value) })),
    ...given(tag, (value) => ({ tags: value })),
    ...given(goal, (value) => ({ goals: value })),
    ...given(ownerId, (value) => ({ ownerId: value === 'none' ? { $exists: false } : value })),
    ...given(stage, (value) => ({ stage: value })),
    ...given(stages, (value) => ({ stage: { $in: [...value] } })),
    ...statedOf(filter),
  ];
}

/** That somebody has it is rare, and has a term; that somebody lacks it is not, and has none. */
function statedOf({ marketingConsent, source, hasEmail, hasPhone }: ContactFilter): Conditions[] {
  const terms = [
    ...(marketingConsent === undefined ? [] : [STATED.consent(marketingConsent)]),
    ...(source === undefined ? [] : [STATED.source(source)]),
    ...(hasPhone === true ? [STATED.phone] : []),
    ...(hasEmail === true ? [STATED.email] : []),
  ];
  return terms.map((term) => ({ fieldTerms: term }));
}

/** Those that are looked at in what the others find. */
export const furtherOf = ({ withoutTag, hasEmail, hasPhone }: ContactFilter): Conditions[] => [
  ...given(withoutTag, (value) => ({ tags: { $ne: value } })),
  ...(hasEmail === false ? [{ email: { $exists: false } }] : []),
  ...(hasPhone === false ? [{ phone: { $exists: false } }] : []),
];

/** Every index goes on by it. */
export const periodOf = ({ createdFrom, createdBefore }: ContactFilter): Conditions[] => [
  ...given(createdFrom, (value) => ({ createdAt: { $gte: value } })),
  ...given(createdBefore, (value) => ({ createdAt: { $lt: value } })),
];

/** What holds no word finds nobody. */
function wordsOf(q: string): Conditions[] {
  const terms = queryTermsOf(q);
  return terms.length === 0 ? [{ searchTerms: '' }] : terms.map((term) => ({ searchTerms: term }));
}

const given = <T>(value: T | undefined, condition: (value: T) => Conditions): Conditions[] =>
  value === undefined ? [] : [condition(value)];
