import type { WindowPolicy } from '../domain/window';

/**
 * Pieces of pipeline updates on a conversation. Data always goes through `literal`, since a text that begins with `$`
 * would otherwise be read as a field.
 */
export type Expression = unknown;

export const literal = (value: unknown): Expression => ({ $literal: value });
const EPOCH = literal(new Date(0));

export const msFromNow = (ms: number): Expression => ({ $add: ['$$NOW', ms] });

/** Every write that is told raises it; absent in old rows. */
export const NEXT_REVISION: Expression = { $add: [{ $ifNull: ['$revision', 0] }, 1] };

/** The outbox without its head. */
export const OUTBOX_REST: Expression = { $slice: ['$outbox', 1, 1_000] };

/** `array` without the members whose `id` is in `ids`. */
export const withoutIds = (array: string, ids: readonly string[]): Expression =>
  ids.length === 0 ? array : { $filter: { input: array, cond: { $not: [{ $in: ['$$this.id', literal(ids)] }] } } };

/** What a new hold leaves of the outbox: sends under way and those of people. */
export const OUTBOX_WITHOUT_PENDING_BOT: Expression = {
  $filter: {
    input: '$outbox',
    cond: { $not: [{ $and: [{ $eq: ['$$this.origin', 'bot'] }, { $eq: ['$$this.status', 'pending'] }] }] },
  },
};

/** Those of these that are on their way stay. */
export const withoutPending = (outbox: Expression, ids: readonly string[]): Expression => ({
  $filter: {
    input: outbox,
    cond: { $not: [{ $and: [{ $in: ['$$this.id', literal(ids)] }, { $eq: ['$$this.status', 'pending'] }] }] },
  },
});

/** Last stage of every update that touches outbox, tasks or timers. */
export const SET_WORK_DUE_AT = {
  $set: {
    workDueAt: {
      $min: [{ $arrayElemAt: ['$outbox.dueAt', 0] }, { $min: '$tasks.dueAt' }, { $min: '$timers.dueAt' }],
    },
  },
};

/** The window in which the platform lets the account write. */
export const windowOpen = (windowMs: number): Expression => ({
  $gt: [{ $add: [{ $ifNull: ['$lastInboundAt', EPOCH] }, windowMs] }, '$$NOW'],
});

export const HOLD_OVER: Expression = { $lte: [{ $ifNull: ['$hold.until', EPOCH] }, '$$NOW'] };

interface NewClaim {
  id: string;
  owner: string;
  deadlineMs: number;
}

/** What a claim changes of its entry. */
export const claimedFields = ({ id, owner, deadlineMs }: NewClaim): Expression => ({
  status: 'sending',
  dueAt: msFromNow(deadlineMs),
  claim: { id: literal(id), owner: literal(owner), at: '$$NOW', deadline: msFromNow(deadlineMs) },
  absentReads: 0,
  failedReads: 0,
});

export const claimedEntry = (entry: Expression, claim: NewClaim): Expression => ({
  $mergeObjects: [entry, claimedFields(claim)],
});

/** Whether the window, or a permit of its own, lets the head out; people may write longer than bots. */
const headInTime = ({ windowMs, humanAgentMs }: WindowPolicy): Expression => ({
  $cond: [
    { $ifNull: ['$$head.permittedUntil', false] },
    { $gt: ['$$head.permittedUntil', '$$NOW'] },
    {
      $cond: [{ $eq: ['$$head.origin', 'person'] }, windowOpen(Math.max(windowMs, humanAgentMs)), windowOpen(windowMs)],
    },
  ],
});

/** Whether the head may go out: people write under a hold too, and so do the sends of the decision that set it. */
export const headAllowed = (window: WindowPolicy): Expression => ({
  $let: {
    vars: { head: { $arrayElemAt: ['$outbox', 0] } },
    in: {
      $and: [
        { $not: ['$optedOut'] },
        { $not: ['$blockedAt'] },
        { $not: ['$$head.refusal'] },
        headInTime(window),
        {
          $or: [
            HOLD_OVER,
            { $eq: ['$$head.origin', 'person'] },
            { $eq: [{ $ifNull: ['$$head.passesHoldId', ''] }, { $ifNull: ['$hold.id', 'none'] }] },
          ],
        },
      ],
    },
  },
});

export const RELEASED_LEASE: Expression = { owner: null, fence: '$lease.fence', until: EPOCH };
