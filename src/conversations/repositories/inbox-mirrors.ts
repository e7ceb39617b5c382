import type { Commit } from '../domain/commit';
import { NAME_TERMS_KEPT, nameTerms } from '../domain/name-terms';
import { type Expression, literal } from './expressions';

/** What the inbox is filtered by, as a turn leaves it; `eventId`: of an event that it took. */
export function inboxMirrors(
  { answered, unread, waiting, participant }: Commit['mirrors'],
  eventId: string | null,
): Record<string, Expression> {
  const unreadAfter = answered ? unread : { $add: ['$unread', unread] };
  return {
    unread: unreadAfter,
    isUnread: { $gt: [unreadAfter, 0] },
    waitingSince: waitingAfter(waiting),
    ...(waiting.wakes ? opened(eventId) : {}),
    ...(participant === undefined ? {} : { searchTerms: withNames(nameTerms(participant)) }),
  };
}

/** Which turn opened it again stays on record, for the one that repeats what follows after a crash. */
const opened = (eventId: string | null): Record<string, Expression> => ({
  status: 'open',
  snoozedUntil: null,
  reopenedBy: { $cond: [{ $ne: ['$status', 'open'] }, literal(eventId), { $ifNull: ['$reopenedBy', null] }] },
});

/** Under earlier names, too. */
export const withNames = (terms: readonly string[]): Expression => ({
  $slice: [{ $setUnion: [{ $ifNull: ['$searchTerms', []] }, literal(terms)] }, NAME_TERMS_KEPT],
});

function waitingAfter({ answered, since }: Commit['mirrors']['waiting']): Expression {
  if (answered) return since === undefined ? null : literal(since);
  return { $ifNull: ['$waitingSince', since === undefined ? null : literal(since)] };
}

const EPOCH = literal(new Date(0));
const lastWritten: Expression = { $ifNull: ['$lastWrittenAt', EPOCH] };
const isAnswered: Expression = {
  $lte: [{ $ifNull: ['$waitingSince', EPOCH] }, { $ifNull: ['$$head.answers', EPOCH] }],
};
const wroteSince: Expression = { $gt: [lastWritten, { $ifNull: ['$$head.answers', EPOCH] }] };

/** The head went out: it answers what was there when it was decided, and nothing that has come since. */
export const WAITING_AFTER_SEND: Expression = {
  $let: {
    vars: { head: { $arrayElemAt: ['$outbox', 0] } },
    in: {
      $cond: [
        { $and: [{ $gt: ['$waitingSince', null] }, isAnswered] },
        { $cond: [wroteSince, '$lastWrittenAt', null] },
        { $ifNull: ['$waitingSince', null] },
      ],
    },
  },
};
