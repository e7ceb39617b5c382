import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import type { Cost } from './domain/cost-items';
import { type Figures, figuresOf, unansweredOf } from './domain/figures';
import { HISTOGRAM_ERROR } from './domain/histogram';
import {
  type Comparison,
  comparisonOf,
  type KeyNumber,
  type KeyNumbers,
  keyNumbersOf,
  totalOf,
  trendOf,
} from './domain/key-numbers';
import { ReportCosts, totalCost } from './report-costs.service';
import {
  MOST_COMPARED_DAYS,
  type RangeCounts,
  ReportRanges,
  type RangeWish,
  type TimedCounts,
  timesOf,
} from './report-ranges.service';

/** How the medians and the other times of an answer came about. */
export interface Accuracy {
  times: 'exact' | 'buckets';
  histogramError: number;
}

export interface Summary {
  from: string;
  to: string;
  previous: { from: string; to: string };
  standing: RangeCounts['standing'];
  figures: Figures;
  missedWindows: number;
  cost: Cost & { costPerGoalUsd: number | null };
  compared: Record<KeyNumber, Comparison>;
  accuracy: Accuracy & { previousTimes: Accuracy['times'] };
}

export interface Trends {
  from: string;
  to: string;
  standing: RangeCounts['standing'];
  accuracy: Accuracy;
  days: ({ day: string; costUsd: number } & KeyNumbers)[];
}

export interface Summed {
  summary: Summary;
  counts: TimedCounts;
  costs: ReadonlyMap<string, Cost>;
}

/** What a workspace did in a range of days: two queries, whatever the range, and one more of a few days, where times are looked at one by one. */
@Injectable()
export class Reports {
  constructor(
    private readonly ranges: ReportRanges,
    private readonly costs: ReportCosts,
  ) {}

  /** @throws DomainError REPORTS.RANGE_INVALID */
  async summary(workspaceId: WorkspaceId, wish: RangeWish): Promise<Summary> {
    return (await this.summed(workspaceId, wish)).summary;
  }

  /** @throws DomainError REPORTS.RANGE_INVALID */
  async trends(workspaceId: WorkspaceId, wish: RangeWish): Promise<Trends> {
    const range = await this.ranges.of(workspaceId, wish);
    const [counts, costs] = await Promise.all([
      this.ranges.timedCountsOf(workspaceId, range),
      this.costs.byDay(workspaceId, range.from, range.to),
    ]);
    return trendsOf(counts, costs);
  }

  /** Both at once, from the same queries. */
  async overview(workspaceId: WorkspaceId, wish: RangeWish): Promise<Summed & { trends: Trends }> {
    const summed = await this.summed(workspaceId, wish);
    return { ...summed, trends: trendsOf(summed.counts, summed.costs) };
  }

  /** The summary with what it is made of. */
  async summed(workspaceId: WorkspaceId, wish: RangeWish): Promise<Summed> {
    const range = await this.ranges.of(workspaceId, wish, MOST_COMPARED_DAYS);
    const previous = this.ranges.before(range);
    const [counts, costs] = await Promise.all([
      this.ranges.timedCountsOf(workspaceId, range, previous),
      this.costs.byDay(workspaceId, previous.from, range.to),
    ]);
    const { from, to, days, byDay, standing } = counts;
    const [times, timesBefore] = [timesOf(counts, days), timesOf(counts, previous.days)];
    const figures = figuresOf(totalOf(days, byDay), times);
    const before = figuresOf(totalOf(previous.days, byDay), timesBefore);
    const completions = figures.goals.reduce((sum, goal) => sum + goal.completions, 0);
    const cost = totalCost(costs, days);
    const summary: Summary = {
      ...{ from, to, standing, figures },
      previous: { from: previous.from, to: previous.to },
      missedWindows: this.missedOf(counts),
      cost: { ...cost, costPerGoalUsd: completions === 0 ? null : cost.costUsd / completions },
      compared: comparisonOf(keyNumbersOf(figures), keyNumbersOf(before)),
      accuracy: { ...accuracyOf(times !== null), previousTimes: accuracyOf(timesBefore !== null).times },
    };
    return { summary, counts, costs };
  }

  private missedOf(counts: RangeCounts): number {
    return this.ranges
      .settledDays(counts)
      .reduce((missed, day) => missed + unansweredOf(counts.byDay.get(day) ?? {}), 0);
  }
}

export const accuracyOf = (isExact: boolean): Accuracy => ({
  ...{ times: isExact ? 'exact' : 'buckets', histogramError: HISTOGRAM_ERROR },
});

const withCosts = (days: ReturnType<typeof trendOf>, costs: ReadonlyMap<string, Cost>): Trends['days'] =>
  days.map((one) => ({ ...one, costUsd: costs.get(one.day)?.costUsd ?? 0 }));

/** Exact only if the times of each day are. */
function trendsOf(counts: TimedCounts, costs: ReadonlyMap<string, Cost>): Trends {
  const { from, to, standing, days, byDay } = counts;
  const times = new Map(days.map((day) => [day, timesOf(counts, [day])]));
  const accuracy = accuracyOf([...times.values()].every((one) => one !== null));
  return { from, to, standing, accuracy, days: withCosts(trendOf(days, byDay, times), costs) };
}
