import type { CrmTask } from './crm-task';

export interface Day {
  /** `YYYY-MM-DD` */
  date: string;
  /** IANA name. */
  timeZone: string;
  /** The first moment of the next day. */
  end: Date;
}

export interface MyDay extends Day {
  /** Those due longest in front. */
  overdue: readonly CrmTask[];
  /** Due before the day ends, the next one in front. */
  today: readonly CrmTask[];
  /** There are more than are shown. */
  hasMore: boolean;
}

/** `late` and `left` may hold one task more than is shown. */
export const dayOf = (day: Day, late: readonly CrmTask[], left: readonly CrmTask[], limit: number): MyDay => ({
  ...day,
  overdue: late.slice(0, limit),
  today: left.slice(0, limit),
  hasMore: late.length > limit || left.length > limit,
});
