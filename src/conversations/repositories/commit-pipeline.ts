import type { Commit } from '../domain/commit';
import { OUTBOX_SIZE, TASK_LEASE_MS } from '../domain/limits';
import {
  claimedFields,
  type Expression,
  literal,
  msFromNow,
  NEXT_REVISION,
  OUTBOX_WITHOUT_PENDING_BOT,
  RELEASED_LEASE,
  SET_WORK_DUE_AT,
  windowOpen,
  withoutIds,
  withoutPending,
} from './expressions';
import { inboxMirrors } from './inbox-mirrors';
import { PROFILE_DUE } from './profile-due';

/** How the head may be claimed in the commit itself; absent when no token or account is at hand. */
export interface CommitClaim {
  id: string;
  owner: string;
  deadlineMs: number;
  windowMs: number;
}

type Stage = Record<string, unknown>;

/** The commit of a turn as one pipeline update: it appends to arrays as they are now and writes back none that was read. */
export function commitPipeline(commit: Commit, keepInRing: readonly string[], claim: CommitClaim | null): Stage[] {
  return [
    {
      $set: {
        state: literal(commit.state),
        turnVersion: { $add: ['$turnVersion', 1] },
        revision: NEXT_REVISION,
        turnsBegun: 0,
        lastCommitAt: '$$NOW',
        lease: RELEASED_LEASE,
        consumed: { $concatArrays: [keptRing(keepInRing), literal(commit.consumed)] },
        attempts: withoutIds(
          '$attempts',
          commit.consumed.map(({ id }) => id),
        ),
        outbox: outboxAfter(commit, claim),
        ...(commit.tasks.length === 0 ? {} : { tasks: { $concatArrays: ['$tasks', newTasks(commit)] } }),
        timers: { $concatArrays: [withoutIds('$timers', commit.timers.cancel), literal(commit.timers.arm)] },
        ...(commit.hold === null ? {} : { hold: literal(commit.hold) }),
        ...(commit.reveals ? { shadow: false } : {}),
        ...mirrors(commit),
      },
    },
    SET_WORK_DUE_AT,
  ];
}

const keptRing = (ids: readonly string[]): Expression => ({
  $filter: { input: '$consumed', cond: { $in: ['$$this.id', literal(ids)] } },
});

function newTasks(commit: Commit): Expression {
  const due = { dueAt: msFromNow(TASK_LEASE_MS) };
  return commit.tasks.map((task) => ({ $mergeObjects: [literal(task), due] }));
}

function outboxAfter(commit: Commit, claim: CommitClaim | null): Expression {
  const isCalledOff = commit.hold !== null || commit.callsOff === true;
  const kept = isCalledOff ? OUTBOX_WITHOUT_PENDING_BOT : '$outbox';
  const before = commit.withdrawn === undefined ? kept : withoutPending(kept, commit.withdrawn);
  if (commit.sends.length === 0) return before;
  const [head, ...rest] = commit.sends.map((send) => literal({ ...PENDING, ...send }));
  const claimed = claim === null ? [] : [claimedIfAllowed(before, commit, claim)];
  const added = [
    { $mergeObjects: [head, DUE_NOW, ...claimed] },
    ...rest.map((send) => ({ $mergeObjects: [send, DUE_NOW] })),
  ];
  return { $concatArrays: [before, added] };
}

/** What makes the first send of a commit the claimed head, if nothing is before it and it may go out at once. */
function claimedIfAllowed(before: Expression, commit: Commit, claim: CommitClaim): Expression {
  const mayClaim = {
    $and: [
      { $eq: [{ $size: before }, 0] },
      { $not: ['$optedOut'] },
      { $not: ['$blockedAt'] },
      inTimeAfter(commit, claim.windowMs),
    ],
  };
  return { $cond: [mayClaim, claimedFields(claim), literal({})] };
}

const DUE_NOW = { dueAt: '$$NOW' };
const PENDING = { status: 'pending', claim: null, attempts: 0, absentReads: 0, failedReads: 0 };

/** A permit of its own takes the place of the window, which counts the message that this very commit takes in. */
function inTimeAfter(commit: Commit, windowMs: number): Expression {
  const permittedUntil = commit.sends[0]?.permittedUntil;
  if (permittedUntil !== undefined) return { $gt: [literal(permittedUntil), '$$NOW'] };
  const inbound = commit.mirrors.lastInboundAt;
  if (inbound === undefined) return windowOpen(windowMs);
  return { $gt: [{ $add: [{ $max: ['$lastInboundAt', literal(inbound)] }, windowMs] }, '$$NOW'] };
}

function mirrors({ mirrors: values, consumed }: Commit): Record<string, Expression> {
  const { lastInboundAt, lastWrittenAt, lastMessage } = values;
  return {
    contactId: { $ifNull: ['$contactId', literal(values.contactId)] },
    ...inboxMirrors(values, consumed[0]?.id ?? null),
    lastActivityAt: { $max: ['$lastActivityAt', literal(values.lastActivityAt)] },
    ...(lastInboundAt === undefined ? {} : { lastInboundAt: { $max: ['$lastInboundAt', literal(lastInboundAt)] } }),
    ...(lastInboundAt === undefined ? {} : { profileDueAt: PROFILE_DUE }),
    ...(lastWrittenAt === undefined ? {} : { lastWrittenAt: { $max: ['$lastWrittenAt', literal(lastWrittenAt)] } }),
    ...(values.participant === undefined
      ? {}
      : { participant: { $mergeObjects: ['$participant', literal(values.participant)] } }),
    ...(lastMessage === undefined
      ? {}
      : {
          lastMessage: {
            $cond: [
              { $lt: [{ $ifNull: ['$lastMessage.at', literal(new Date(0))] }, literal(lastMessage.at)] },
              literal(lastMessage),
              '$lastMessage',
            ],
          },
        }),
  };
}

/** Room that a turn may fill; the filter of the commit refuses more. */
export const outboxRoomFilter = (sends: number): Record<string, unknown> =>
  sends === 0 ? {} : { [`outbox.${OUTBOX_SIZE - sends}`]: { $exists: false } };
