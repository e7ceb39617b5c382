import { Injectable } from '@nestjs/common';
import { Clock, type WorkspaceId } from '../../shared/kernel';
import { Counting } from './counting.service';
import type { Counts } from './domain/counts';
import { dayAfter, DayCalendar, daysOf } from './domain/day-calendar';
import { totalOf } from './domain/key-numbers';
import type { Labels } from './domain/label-book';
import { exactTimesOf, type ExactTimes, type TimedDays, timedDays } from './domain/timings';
import { rangeInvalid } from './reports.errors';
import { ReportRowsRepository, type Standing } from './repositories/report-rows.repository';
import { ReportUnitsRepository } from './repositories/report-units.repository';

const USUAL_DAYS = 30;
/** Before it and after it, nothing was or is counted; names of days have four digits for the year. */
const [FIRST_DAY, LAST_DAY] = ['2000-01-01', '2999-12-31'];
export const MOST_DAYS = 366;
/** Where as many days before are looked at, too. */
export const MOST_COMPARED_DAYS = 183;
/** Up to so many days, times are looked at one by one. */
const EXACT_DAYS = 7;

export interface RangeWish {
  from?: string | undefined;
  to?: string | undefined;
}

export interface ReportRange {
  from: string;
  to: string;
  days: string[];
  calendar: DayCalendar;
}

export interface RangeCounts extends ReportRange {
  byDay: Map<string, Counts>;
  labels: Labels;
  standing: { timeZone: string; countedAt: Date | null; isRecounting: boolean };
}

/** The same with the times of a few days one by one; null: of too many. */
export interface TimedCounts extends RangeCounts {
  timed: TimedDays | null;
}

/** Days by the clocks of a workspace, with what they count. */
@Injectable()
export class ReportRanges {
  constructor(
    private readonly rows: ReportRowsRepository,
    private readonly units: ReportUnitsRepository,
    private readonly counting: Counting,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError REPORTS.RANGE_INVALID */
  async of(workspaceId: WorkspaceId, { from, to }: RangeWish, mostDays = MOST_DAYS): Promise<ReportRange> {
    const { hours } = await this.counting.basisOf(workspaceId);
    const calendar = new DayCalendar(hours.timeZone);
    const last = to ?? calendar.at(this.clock.now().getTime()).day;
    const first = from ?? dayAfter(last, 1 - USUAL_DAYS);
    if (first < FIRST_DAY || last > LAST_DAY || first > last || first <= dayAfter(last, -mostDays))
      throw rangeInvalid(mostDays);
    return { from: first, to: last, days: daysOf(first, last), calendar };
  }

  /** As many days, right before. */
  before({ from, days, calendar }: ReportRange): ReportRange {
    const [first, last] = [dayAfter(from, -days.length), dayAfter(from, -1)];
    return { from: first, to: last, days: daysOf(first, last), calendar };
  }

  /** In one query, whatever the range. */
  async countsOf(workspaceId: WorkspaceId, range: ReportRange, more: readonly string[] = []): Promise<RangeCounts> {
    const { rows, standing } = await this.rows.range(workspaceId, [...range.days, ...more]);
    return {
      ...range,
      byDay: new Map(rows.map(({ day, counts }) => [day, counts])),
      labels: standing?.labels ?? {},
      standing: shownStanding(standing, range.calendar),
    };
  }

  /** Of `previous` too, where it is given. One query more for a few days, at the same time. */
  async timedCountsOf(workspaceId: WorkspaceId, range: ReportRange, previous?: ReportRange): Promise<TimedCounts> {
    const isShort = range.days.length <= EXACT_DAYS;
    const [counts, timings] = await Promise.all([
      this.countsOf(workspaceId, range, previous?.days),
      isShort ? this.units.timings(workspaceId, (previous ?? range).from, range.to) : null,
    ]);
    return { ...counts, timed: timings === null ? null : timedDays(timings) };
  }

  /** Of these days, those that are over for so long that no answer within 24 hours can come any more. */
  settledDays({ days, calendar }: ReportRange): string[] {
    const now = this.clock.now().getTime();
    const last = days.findLastIndex((day) => calendar.named(day).end + ANSWER_MS <= now);
    return days.slice(0, last + 1);
  }
}

/** Null where they are not known one by one, see `exactTimesOf`. */
export const timesOf = ({ timed, byDay }: TimedCounts, days: readonly string[]): ExactTimes | null =>
  exactTimesOf(timed, days, totalOf(days, byDay));

const ANSWER_MS = 24 * 60 * 60 * 1_000;

function shownStanding(standing: Standing | null, calendar: DayCalendar): RangeCounts['standing'] {
  return {
    timeZone: standing?.basis.hours.timeZone ?? calendar.timeZone,
    countedAt: standing?.countedAt ?? null,
    isRecounting: standing === null || standing.recountDueAt !== undefined,
  };
}
