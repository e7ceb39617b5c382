import type { Contact } from './contact';

export const MATCH_REASONS = ['email', 'phone', 'handle', 'name'] as const;
export type MatchReason = (typeof MATCH_REASONS)[number];

/** How sure each is that two contacts are one person, of 1; several together are surer than the surest. */
const WEIGHTS: Readonly<Record<MatchReason, number>> = { email: 0.9, phone: 0.85, handle: 0.8, name: 0.5 };

export const reasonOf = (key: string): MatchReason | undefined =>
  MATCH_REASONS.find((reason) => key.startsWith(`${reason}:`));

/** What two contacts share, the surest first. */
export function sharedReasons(a: readonly string[], b: readonly string[]): MatchReason[] {
  const reasons = new Set(a.filter((key) => b.includes(key)).flatMap((key) => reasonOf(key) ?? []));
  return MATCH_REASONS.filter((reason) => reasons.has(reason));
}

export const sureness = (reasons: readonly MatchReason[]): number =>
  Math.round((1 - reasons.reduce((doubt, reason) => doubt * (1 - WEIGHTS[reason]), 1)) * 100) / 100;

/** A contact that may be the same person as another one. */
export interface Suggestion {
  contact: Contact;
  reasons: readonly MatchReason[];
  /** Of 1. */
  score: number;
}
