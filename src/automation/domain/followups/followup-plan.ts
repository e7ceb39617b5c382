import { type BusinessHours, isOpen, nextOpening } from '../../../shared/kernel';
import type { FollowupMoment, FollowupPolicy } from './followup-policy';
import type { ReasonFor } from './followup-status';
import { isQuestion } from './question';
import { afterQuiet, beforeQuiet, isQuiet } from './quiet-hours';

/** What the conversation tells about itself; times in milliseconds since the epoch. */
export interface ThreadTimes {
  /** The last act of the person that lets the account write; null: never. */
  inboundAt: number | null;
  /** The person's last message. */
  writtenAt: number | null;
  /** Our last message, when nothing came after it. */
  ours: { at: number; text: string } | null;
  windowMs: number;
}

export interface Surroundings {
  hours: BusinessHours;
  thread: ThreadTimes;
}

export type Plan =
  { kind: 'due'; dueAt: number; anchorAt: number; windowClosesAt: number } | { kind: 'none'; reason: PlanRefusal };
/** open: it was open when the person wrote · answered: the last word is not ours, or is no question. */
export type PlanRefusal = 'never_wrote' | 'open' | 'answered' | ReasonFor<'expired'>;

/** Clocks may be wrong by a quarter of an hour, and a message takes its time: later than this before the end is too late. */
export const WINDOW_MARGIN_MS = 20 * 60_000;

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** When the policy would follow up this conversation as it is. Pure. */
export function planOf(
  { moment, quietHours }: Pick<FollowupPolicy, 'moment' | 'quietHours'>,
  around: Surroundings,
): Plan {
  const { thread, hours } = around;
  if (thread.inboundAt === null || thread.writtenAt === null) return none('never_wrote');
  const windowClosesAt = thread.inboundAt + thread.windowMs;
  const wish = wishOf(moment, around, { writtenAt: thread.writtenAt, windowClosesAt });
  if ('reason' in wish) return none(wish.reason);
  const latest = windowClosesAt - WINDOW_MARGIN_MS;
  if (wish.dueAt > latest) return none('window_closed');
  const quiet = { hours: quietHours, timeZone: hours.timeZone };
  const dueAt = placed(wish.dueAt, latest, quiet, moment.kind === 'before_window_closes');
  return dueAt === null ? none('quiet_hours') : { kind: 'due', dueAt, anchorAt: wish.anchorAt, windowClosesAt };
}

const none = (reason: PlanRefusal): Plan => ({ kind: 'none', reason });

type Wish = { dueAt: number; anchorAt: number } | { reason: PlanRefusal };

function wishOf(
  moment: FollowupMoment,
  { thread: { ours }, hours }: Surroundings,
  { writtenAt, windowClosesAt }: { writtenAt: number; windowClosesAt: number },
): Wish {
  switch (moment.kind) {
    case 'before_window_closes':
      return { dueAt: windowClosesAt - moment.hours * HOUR_MS, anchorAt: writtenAt };
    case 'after_hours': {
      const opening = isOpen(hours, new Date(writtenAt)) ? null : nextOpening(hours, new Date(writtenAt));
      return opening === null ? { reason: 'open' } : { dueAt: opening.getTime(), anchorAt: writtenAt };
    }
    case 'after_silence':
    case 'unanswered_question': {
      const counts = ours !== null && (moment.kind === 'after_silence' || isQuestion(ours.text));
      return counts ? { dueAt: ours.at + moment.minutes * MINUTE_MS, anchorAt: ours.at } : { reason: 'answered' };
    }
  }
}

interface Quiet {
  hours: FollowupPolicy['quietHours'];
  timeZone: string;
}

/** After quiet hours; where that is too late, and it may be earlier, before them. Null: neither. */
function placed(wish: number, latest: number, { hours, timeZone }: Quiet, mayBeEarlier: boolean): number | null {
  if (!isQuiet(hours, timeZone, wish)) return wish;
  const after = afterQuiet(hours, timeZone, wish);
  if (after <= latest) return after;
  return mayBeEarlier ? beforeQuiet(hours, timeZone, wish) : null;
}
