import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import { type Figures, figuresOf, unansweredOf } from './domain/figures';
import { exactQuantileOf, HISTOGRAM_ERROR } from './domain/histogram';
import {
  type Comparison,
  comparisonOf,
  type KeyNumber,
  type KeyNumbers,
  keyNumbersOf,
  totalOf,
  trendOf,
} from './domain/key-numbers';
import { type Cost, ReportCosts, totalCost } from './report-costs.service';
import { MOST_COMPARED_DAYS, type RangeCounts, ReportRanges, type RangeWish } from './report-ranges.service';
import { ReportUnitsRepository } from './repositories/report-units.repository';

/** Up to so many days, times are looked at one by one. */
const EXACT_DAYS = 7;

export interface Summary {
  from: string;
  to: string;
  previous: { from: string; to: string };
  standing: RangeCounts['standing'];
  figures: Figures;
  missedWindows: number;
  cost: Cost & { costPerGoalUsd: number | null };
  compared: Record<KeyNumber, Comparison>;
  accuracy: { firstResponses: 'exact' | 'buckets'; histogramError: number };
}

export interface Trends {
  from: string;
  to: string;
  standing: RangeCounts['standing'];
  days: ({ day: string; costUsd: number } & KeyNumbers)[];
}

/** What a workspace did in a range of days: two queries, whatever the range, and one more where times are looked at one by one. */
@Injectable()
export class Reports {
  constructor(
    private readonly ranges: ReportRanges,
    private readonly costs: ReportCosts,
    private readonly units: ReportUnitsRepository,
  ) {}

  /** @throws DomainError REPORTS.RANGE_INVALID */
  async summary(workspaceId: WorkspaceId, wish: RangeWish): Promise<Summary> {
    return (await this.overview(workspaceId, wish)).summary;
  }

  /** @throws DomainError REPORTS.RANGE_INVALID */
  async trends(workspaceId: WorkspaceId, wish: RangeWish): Promise<Trends> {
    const range = await this.ranges.of(workspaceId, wish);
    const [{ byDay, standing, days, from, to }, costs] = await Promise.all([
      this.ranges.countsOf(workspaceId, range),
      this.costs.byDay(workspaceId, range.from, range.to),
    ]);
    return { from, to, standing, days: withCosts(trendOf(days, byDay), costs) };
  }

  /** Both at once, from the same two queries. */
  async overview(
    workspaceId: WorkspaceId,
    wish: RangeWish,
  ): Promise<{ summary: Summary; trends: Trends; counts: RangeCounts }> {
    const range = await this.ranges.of(workspaceId, wish, MOST_COMPARED_DAYS);
    const previous = this.ranges.before(range);
    const [counts, costs, times] = await Promise.all([
      this.ranges.countsOf(workspaceId, range, previous.days),
      this.costs.byDay(workspaceId, previous.from, range.to),
      range.days.length > EXACT_DAYS ? null : this.units.firstResponses(workspaceId, range.from, range.to),
    ]);
    const { from, to, days, byDay, standing } = counts;
    const figures = withExactTimes(figuresOf(totalOf(days, byDay)), times);
    const before = figuresOf(totalOf(previous.days, byDay));
    const completions = figures.goals.reduce((sum, goal) => sum + goal.completions, 0);
    const cost = totalCost(costs, days);
    const summary: Summary = {
      ...{ from, to, standing, figures },
      previous: { from: previous.from, to: previous.to },
      missedWindows: this.missedOf(counts),
      cost: { ...cost, costPerGoalUsd: completions === 0 ? null : cost.costUsd / completions },
      compared: comparisonOf(keyNumbersOf(figures), keyNumbersOf(before)),
      accuracy: { firstResponses: times === null ? 'buckets' : 'exact', histogramError: HISTOGRAM_ERROR },
    };
    return { summary, counts, trends: { from, to, standing, days: withCosts(trendOf(days, byDay), costs) } };
  }

  private missedOf(counts: RangeCounts): number {
    return this.ranges
      .settledDays(counts)
      .reduce((missed, day) => missed + unansweredOf(counts.byDay.get(day) ?? {}), 0);
  }
}

const withCosts = (days: ReturnType<typeof trendOf>, costs: ReadonlyMap<string, Cost>): Trends['days'] =>
  days.map((one) => ({ ...one, costUsd: costs.get(one.day)?.costUsd ?? 0 }));

function withExactTimes(figures: Figures, times: readonly number[] | null): Figures {
  if (times === null) return figures;
  const clock = { median: exactQuantileOf(times, 0.5), p90: exactQuantileOf(times, 0.9) };
  return { ...figures, responses: { ...figures.responses, clock } };
}
