import { FAILING_UNTIL_UNSUBSCRIBED_MS } from './meta-limits';

/** history: what was written before the account was connected, or on demand · gap: what came while webhooks did not. */
export const HISTORY_KINDS = ['history', 'gap'] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

export const HISTORY_STATUSES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export type HistoryStatus = (typeof HISTORY_STATUSES)[number];

export interface HistoryCounts {
  /** Threads that were listed, and those that are through. */
  threadsFound: number;
  threadsDone: number;
  /** Messages that were handed to the inbox. */
  imported: number;
  /** Messages that were here already. */
  known: number;
  /** Messages of which Instagram gives an id and a time only. */
  withoutDetails: number;
  /** Threads that Instagram refused to show. */
  refused: number;
}

export const NOTHING_YET: HistoryCounts = {
  threadsFound: 0,
  threadsDone: 0,
  imported: 0,
  known: 0,
  withoutDetails: 0,
  refused: 0,
};

/** Told with every answer, so that nobody waits for what cannot come. */
export const DETAILS_NOTE =
  'Instagram gives the details of the 20 most recent messages of a conversation only; of older ones it gives an id and ' +
  'a time, and these are counted, not imported. Conversations in the folder of requests that were idle for 30 days are ' +
  'left out by Instagram.';

/** What is younger may still be on its way as a webhook, which is answered; what is read here is not. */
const WEBHOOK_GRACE_MS = 10 * 60_000;
/** Clocks of Meta and of this installation may differ by this much, and a look at a subscription takes a moment. */
const GAP_MARGIN_MS = 60_000;

/** Until when history on demand reaches. */
export const historyUntil = (now: Date): Date => new Date(now.getTime() - WEBHOOK_GRACE_MS);

/** The time in which webhooks may be missing: deliveries fail before they end. What came after all is known by its id. */
export function gapOf({ lostAt, healedAt }: { lostAt: Date; healedAt: Date }): { from: Date; until: Date } {
  return {
    from: new Date(lostAt.getTime() - FAILING_UNTIL_UNSUBSCRIBED_MS - GAP_MARGIN_MS),
    until: new Date(healedAt.getTime() + GAP_MARGIN_MS),
  };
}

/** When a gap is read: what came by webhook at its very end is here by then. */
export const gapDueAt = (until: Date): Date => new Date(until.getTime() + GAP_MARGIN_MS);

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 15 * 60_000;
/** Ends what never gets further; more than two days at the longest wait. */
export const MAX_FAILURES = 200;

/** After the given number of failures in a row; `atLeastMs`: what Graph asks for. */
export const retryMs = (failures: number, atLeastMs: number): number =>
  Math.max(atLeastMs, Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20)));

/** Threads come latest first: once one is older than `from`, so are the others. */
export const isBefore = (at: Date, from: Date | undefined): boolean => from !== undefined && at < from;

export const isWithin = (at: Date, { from, until }: { from?: Date; until: Date }): boolean =>
  at <= until && !isBefore(at, from);
