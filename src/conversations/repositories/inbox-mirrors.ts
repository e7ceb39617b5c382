import type { Commit } from '../domain/commit';
import { NAME_TERMS_KEPT, nameTerms } from '../domain/name-terms';
import { type Expression, literal } from './expressions';

/** What the inbox is filtered by, as a turn leaves it. */
export function inboxMirrors({
  answered,
  unread,
  waiting,
  participant,
}: Commit['mirrors']): Record<string, Expression> {
  const unreadAfter = answered ? unread : { $add: ['$unread', unread] };
  return {
    unread: unreadAfter,
    isUnread: { $gt: [unreadAfter, 0] },
    waitingSince: waitingAfter(waiting),
    ...(waiting.wakes ? { status: 'open', snoozedUntil: null } : {}),
    ...(participant === undefined ? {} : { searchTerms: withNames(nameTerms(participant)) }),
  };
}

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
