import { queryTermsOf, type UserId } from '../../shared/kernel';
import type { Consent, ContactFieldValue, ContactSource, ContactStage } from './contact';
import { fieldTermOf } from './contact-keys';

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
export function conditionsOf(filter: ContactFilter): Conditions[] {
  const { stage, stages, tag, withoutTag, ownerId, goal, q, field } = filter;
  return [
    ...(q === undefined ? [] : wordsOf(q)),
    ...given(field, (wanted) => ({ fieldTerms: fieldTermOf(wanted.key, wanted.value) })),
    ...given(tag, (value) => ({ tags: value })),
    ...given(goal, (value) => ({ goals: value })),
    ...given(ownerId, (value) => ({ ownerId: value === 'none' ? { $exists: false } : value })),
    ...given(stage, (value) => ({ stage: value })),
    ...given(stages, (value) => ({ stage: { $in: [...value] } })),
    ...given(withoutTag, (value) => ({ tags: { $ne: value } })),
    ...plainConditions(filter),
  ];
}

function plainConditions(filter: ContactFilter): Conditions[] {
  const { marketingConsent, source, hasEmail, hasPhone, createdFrom, createdBefore } = filter;
  return [
    ...given(marketingConsent, (value) => ({ marketingConsent: value })),
    ...given(source, (value) => ({ source: value })),
    ...given(hasEmail, (value) => ({ email: { $exists: value } })),
    ...given(hasPhone, (value) => ({ phone: { $exists: value } })),
    ...given(createdFrom, (value) => ({ createdAt: { $gte: value } })),
    ...given(createdBefore, (value) => ({ createdAt: { $lt: value } })),
  ];
}

/** What holds no word finds nobody. */
function wordsOf(q: string): Conditions[] {
  const terms = queryTermsOf(q);
  return terms.length === 0 ? [{ searchTerms: '' }] : terms.map((term) => ({ searchTerms: term }));
}

const given = <T>(value: T | undefined, condition: (value: T) => Conditions): Conditions[] =>
  value === undefined ? [] : [condition(value)];
