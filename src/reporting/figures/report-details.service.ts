import { Injectable } from '@nestjs/common';
import { EscalationFacts } from '../../escalations';
import { KnowledgeGaps } from '../../knowledge';
import { grouped, type WorkspaceId } from '../../shared/kernel';
import { type Breakdown, brokenDown, type BrokenDown, type Funnel, funnelOf, hasMedians } from './domain/breakdowns';
import { type Cost, type CostItem, goalItems, itemsOf } from './domain/cost-items';
import { sumOf } from './domain/counts';
import { reasonKey } from './domain/escalation-cells';
import { figuresOf } from './domain/figures';
import { type Insight, insightsOf } from './domain/insights';
import { totalOf } from './domain/key-numbers';
import { ReportCosts, type TracedCosts } from './report-costs.service';
import { type ReportRange, ReportRanges, type RangeWish, timesOf } from './report-ranges.service';
import { type Accuracy, accuracyOf, Reports } from './reports.service';
import { ReportRowsRepository } from './repositories/report-rows.repository';

/** Reasons are looked up among so many escalations, the newest. */
const NAMED_ESCALATIONS = 500;
const TOP = 5;

interface Range {
  from: string;
  to: string;
}

export type CostGroup = 'purpose' | 'model' | 'flow' | 'goal';

/** Figures told apart, and what they say. */
@Injectable()
export class ReportDetails {
  constructor(
    private readonly reports: Reports,
    private readonly ranges: ReportRanges,
    private readonly rows: ReportRowsRepository,
    private readonly costs: ReportCosts,
    private readonly escalations: EscalationFacts,
    private readonly gaps: KnowledgeGaps,
  ) {}

  /** @throws DomainError REPORTS.RANGE_INVALID */
  async breakdown(
    workspaceId: WorkspaceId,
    { by, ...wish }: RangeWish & { by: Breakdown },
  ): Promise<Range & { by: Breakdown; accuracy?: Accuracy; items: (BrokenDown & { name?: string })[] }> {
    const range = await this.ranges.of(workspaceId, wish);
    if (hasMedians(by)) return this.timedBreakdown(workspaceId, by, range);
    const { from, to, days, byDay, labels } = await this.ranges.countsOf(workspaceId, range);
    const items = brokenDown(by, totalOf(days, byDay), labels);
    return { from, to, by, items: by === 'handoff-reason' ? await this.named(workspaceId, items) : items };
  }

  private async timedBreakdown(workspaceId: WorkspaceId, by: Breakdown, range: ReportRange) {
    const counts = await this.ranges.timedCountsOf(workspaceId, range);
    const { from, to, days, byDay, labels } = counts;
    const times = timesOf(counts, days);
    const items = brokenDown(by, totalOf(days, byDay), labels, times);
    return { from, to, by, accuracy: accuracyOf(times !== null), items };
  }

  /** The most started first. @throws DomainError REPORTS.RANGE_INVALID */
  async funnels(
    workspaceId: WorkspaceId,
    { versionId, ...wish }: RangeWish & { versionId?: string | undefined },
  ): Promise<Range & { items: Funnel[] }> {
    const { from, to } = await this.ranges.of(workspaceId, wish);
    const rows = await this.rows.flowRange(workspaceId, from, to, versionId);
    const items = [...grouped(rows, ({ flow }) => flow)].map(([flow, its]) =>
      funnelOf(flow, sumOf(its.map(({ counts }) => counts))),
    );
    return { from, to, items: items.sort((a, b) => b.started - a.started) };
  }

  /** @throws DomainError REPORTS.RANGE_INVALID */
  async cost(
    workspaceId: WorkspaceId,
    { by, ...wish }: RangeWish & { by: CostGroup },
  ): Promise<Range & { isExact: boolean; items: CostItem[]; total: Cost & { costPerGoalUsd: number | null } }> {
    const range = await this.ranges.of(workspaceId, wish);
    const { from, to, days } = range;
    const [{ byDay }, { total, items, isExact }] = await Promise.all([
      this.ranges.countsOf(workspaceId, range),
      this.costsBy(workspaceId, by, range),
    ]);
    const counts = totalOf(days, byDay);
    const completed = figuresOf(counts).goals.reduce((sum, { completions }) => sum + completions, 0);
    const costPerGoalUsd = completed === 0 ? null : total.costUsd / completed;
    const shown = by === 'goal' ? goalItems(items, counts) : itemsOf(items);
    return { from, to, isExact, items: shown, total: { ...total, costPerGoalUsd } };
  }

  /** @throws DomainError REPORTS.RANGE_INVALID */
  async insights(workspaceId: WorkspaceId, wish: RangeWish) {
    const [{ summary, counts }, gaps] = await Promise.all([
      this.reports.summed(workspaceId, wish),
      this.gaps.list(workspaceId, TOP),
    ]);
    const { from, to, compared, missedWindows: missed, figures } = summary;
    const items: Insight[] = insightsOf({ compared, missed, questions: figures.responses.questions });
    const topics = brokenDown('topic', totalOf(counts.days, counts.byDay), counts.labels);
    return {
      ...{ from, to, items },
      topTopics: topics.slice(0, TOP).map(({ key, numbers }) => ({ itemId: key, replies: numbers['replies'] ?? 0 })),
      missingTopics: gaps.items.map(({ questions, count }) => ({ question: questions.at(-1) ?? '', count })),
    };
  }

  private async costsBy(workspaceId: WorkspaceId, by: CostGroup, { from, to }: Range): Promise<TracedCosts> {
    if (by === 'flow') return this.costs.byFlow(workspaceId, { from, to });
    return by === 'goal' ? this.costs.byGoal(workspaceId, { from, to }) : this.costs.by(workspaceId, by, { from, to });
  }

  private async named(workspaceId: WorkspaceId, items: readonly BrokenDown[]) {
    const newest = await this.escalations.page(workspaceId, NAMED_ESCALATIONS);
    const words = new Map(newest.map(({ reason }) => [reasonKey(reason), reason]));
    return items.map((item) => {
      const name = words.get(item.key);
      return name === undefined ? item : { ...item, name };
    });
  }
}
