import type { BusinessHours } from '../../../shared/kernel';

/** In the order in which they go. */
export const TRIGGER_BUCKETS = ['keyword', 'intent', 'unqualified'] as const;
export type TriggerBucket = (typeof TRIGGER_BUCKETS)[number];

/** Why a trigger does not fire. */
export const REJECTION_REASONS = [
  'other_event',
  'no_keyword',
  'not_all_keywords',
  'excluded_word',
  'no_link',
  'no_attachment',
  'other_ref',
  'other_account',
  'other_post',
  'outside_hours',
  'inside_hours',
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** A trigger that may fire. One in the intent bucket fires only if the classifier finds one of its intents. */
export interface Candidate<Owner> {
  owner: Owner;
  nodeId: string;
  bucket: TriggerBucket;
  priority: number;
  order: number;
  /** Folded: the longest of its keywords that the text contains. */
  keyword?: string;
  intents?: readonly string[];
  description?: string | undefined;
}

/** What was thought of one trigger. */
export interface Considered<Owner> {
  owner: Owner;
  nodeId: string;
  outcome: 'matched' | RejectionReason;
  /** The keyword, the excluded word, the ref, or what was asked for instead. */
  detail?: string;
}

export interface TriggerMatches<Owner> {
  /** Buckets in order; in each by priority, highest first, then by order, lowest first. */
  ranked: Candidate<Owner>[];
  /** Every trigger of the index with its reason; worked out when first asked for. */
  readonly considered: Considered<Owner>[];
}

export interface MatchMoment {
  /** Milliseconds since the epoch. */
  now: number;
  /** The workspace's hours; null: none are stated, which counts as always open. */
  hours: BusinessHours | null;
  /** The account that it happened at; absent: a trigger made for certain accounts does not fire. */
  accountId?: string;
}
