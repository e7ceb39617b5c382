import { PRIVATE_REPLIES_PER_HOUR } from './meta-limits';

const HOUR_MS = 3_600_000;

/** Replies that wait, by when their time is over, the earliest first. */
export type WaitingReplies = readonly { until: Date; count: number }[];

export interface ReplyPlan {
  waiting: number;
  /** When the last of them goes out at the pace that Instagram allows; null when none waits. */
  doneBy: Date | null;
  /** Those whose time will be over before it is their turn. */
  tooLate: number;
}

/** What becomes of a queue that is worked off oldest first at so many an hour. */
export function replyPlan(waiting: WaitingReplies, now: Date, perHour: number = PRIVATE_REPLIES_PER_HOUR): ReplyPlan {
  let sent = 0;
  let tooLate = 0;
  for (const { until, count } of waiting) {
    const room = Math.floor((Math.max(0, until.getTime() - now.getTime()) / HOUR_MS) * perHour) - sent;
    const inTime = Math.min(count, Math.max(0, room));
    sent += inTime;
    tooLate += count - inTime;
  }
  const doneBy = sent + tooLate === 0 ? null : new Date(now.getTime() + Math.ceil((sent / perHour) * HOUR_MS));
  return { waiting: sent + tooLate, doneBy, tooLate };
}
