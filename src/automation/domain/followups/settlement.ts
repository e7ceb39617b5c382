import type { SendStanding } from '../../../conversations';
import type { FollowupReason } from './followup-status';

export type Settlement =
  | { kind: 'later'; at: Date }
  | { kind: 'sent'; at: Date }
  | {
      kind: 'ended';
      status: 'cancelled' | 'expired' | 'customer_replied';
      reason: FollowupReason;
      error: { code: string; message: string };
      at: Date;
    };

const SOON_MS = 15_000;
const LATER_MS = 10 * 60_000;
/** Until then a message that a person has to look at may still turn out to have been sent. */
const PARKED_MS = 48 * 3_600_000;

/** What became of the message of a follow-up. Pure. */
export function settlementOf(
  { plannedAt, dueAt, repliedAt }: { plannedAt: Date; dueAt: Date; repliedAt: Date | null },
  standing: SendStanding | undefined,
  now: Date,
): Settlement {
  if (standing === undefined || standing.kind === 'gone')
    return ended(repliedAt === null ? CALLED_OFF : OVERTAKEN, now);
  switch (standing.kind) {
    case 'sent':
      return { kind: 'sent', at: standing.at };
    case 'under-way':
      return { kind: 'later', at: new Date(now.getTime() + SOON_MS) };
    case 'parked': {
      const since = Math.max(plannedAt.getTime(), dueAt.getTime());
      if (now.getTime() - since < PARKED_MS) return { kind: 'later', at: new Date(now.getTime() + LATER_MS) };
      return ended(standing, now);
    }
    case 'failed':
      return ended(standing, now);
  }
}

const OVERTAKEN = { code: 'SEND.OVERTAKEN', message: 'The person wrote before the message went out.' };
const CALLED_OFF = { code: 'SEND.CALLED_OFF', message: 'The message was called off before it went out.' };

/** As the message path calls what it did not send. */
const REASONS: Readonly<Record<string, Pick<Extract<Settlement, { kind: 'ended' }>, 'status' | 'reason'>>> = {
  [OVERTAKEN.code]: { status: 'customer_replied', reason: 'wrote_again' },
  'SEND.WINDOW_CLOSED': { status: 'expired', reason: 'window_closed' },
  'SEND.OPTED_OUT': { status: 'cancelled', reason: 'opted_out' },
  'SEND.BLOCKED': { status: 'cancelled', reason: 'blocked' },
  'SEND.HELD': { status: 'cancelled', reason: 'held' },
};

function ended({ code, message }: { code: string; message: string }, at: Date): Settlement {
  const known = REASONS[code] ?? { status: 'cancelled' as const, reason: 'not_sent' as const };
  return { kind: 'ended', ...known, error: { code, message }, at };
}
