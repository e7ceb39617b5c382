import type { SendStanding } from '../../conversations';
import type { CommentDmLogRow } from '../schemas/comment-dm-log.schema';

export type CommentVerdict =
  | { status: 'pending'; checkAt: Date }
  | { status: 'skipped'; reason: string }
  | { status: 'failed'; reason: string; message: string }
  | { status: 'sent'; mid?: string };

/** A reply is usually settled within seconds, and noted by whoever sent it. */
export const FIRST_CHECK_MS = 60_000;
const LAST_CHECK_MS = 3_600_000;

/** Refusals of our own that mean that nothing was tried. */
const SKIPPED_BY: Readonly<Record<string, string>> = {
  'SEND.WINDOW_CLOSED': 'too_late',
  'SEND.HELD': 'held',
  'SEND.OPTED_OUT': 'opted_out',
};

type Followed = Pick<CommentDmLogRow, 'sendId' | 'permittedUntil' | 'createdAt'>;

/** What became of a reply that is still on record as pending, or when to look again. `standing`: of its send, if it has one. */
export function followUp(
  row: Followed,
  standing: SendStanding | undefined,
  now: Date,
): { kind: 'settled'; verdict: CommentVerdict } | { kind: 'later'; checkAt: Date } {
  if (row.sendId === undefined || standing === undefined) return whileSilent(row, now);
  switch (standing.kind) {
    case 'under-way':
      return later(row, now);
    case 'sent':
      return { kind: 'settled', verdict: { status: 'sent', ...(standing.mid === '' ? {} : { mid: standing.mid }) } };
    case 'gone':
      return { kind: 'settled', verdict: { status: 'skipped', reason: 'called_off' } };
    case 'failed':
    case 'parked':
      return { kind: 'settled', verdict: verdictOn(standing.code, standing.message) };
  }
}

/** Its automation has not said anything yet. */
function whileSilent(row: Followed, now: Date): ReturnType<typeof followUp> {
  const { permittedUntil } = row;
  if (permittedUntil === undefined || permittedUntil > now) return later(row, now);
  return { kind: 'settled', verdict: { status: 'skipped', reason: 'too_late' } };
}

/** Less often, the longer it takes. */
function later({ createdAt }: Followed, now: Date): { kind: 'later'; checkAt: Date } {
  const age = now.getTime() - createdAt.getTime();
  const wait = Math.min(LAST_CHECK_MS, Math.max(FIRST_CHECK_MS, age / 2));
  return { kind: 'later', checkAt: new Date(now.getTime() + wait) };
}

function verdictOn(code: string, message: string): CommentVerdict {
  const reason = SKIPPED_BY[code];
  return reason === undefined ? { status: 'failed', reason: code, message } : { status: 'skipped', reason };
}
