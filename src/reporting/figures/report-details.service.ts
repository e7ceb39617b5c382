import { Injectable } from '@nestjs/common';
import { EscalationFacts } from '../../escalations';
import { KnowledgeGaps } from '../../knowledge';
import { grouped, type WorkspaceId } from '../../shared/kernel';
import { type Breakdown, brokenDown, type BrokenDown, type Funnel, funnelOf } from './domain/breakdowns';
import { sumOf } from './domain/counts';
import { reasonKey } from './domain/escalation-cells';
import { type Insight, insightsOf } from './domain/insights';
import { totalOf } from './domain/key-numbers';
import { type Cost, ReportCosts, totalCost } from './report-costs.service';
import { ReportRanges, type RangeWish } from './report-ranges.service';
import { Reports } from './reports.service';
import { ReportRowsRepository } from './repositories/report-rows.repository';

/** Reasons are looked up among so many escalations, the newest. */
const NAMED_ESCALATIONS = 500;
const TOP = 5;
const REPLY = 'reply';

interface Range {
  from: string;
  to: string;
}

export interface CostItem {
  key: string;
  costUsd: number;
  tokens: number;
}

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
  ): Promise<Range & { by: Breakdown; items: (BrokenDown & { name?: string })[] }> {
    const range = await this.ranges.of(workspaceId, wish);
    const { from, to, days, byDay, labels } = await this.ranges.countsOf(workspaceId, range);
    const items = brokenDown(by, totalOf(days, byDay), labels);
    return { from, to, by, items: by === 'handoff-reason' ? await this.named(workspaceId, items) : items };
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
    { by, ...wish }: RangeWish & { by: 'purpose' | 'model' | 'flow' },
  ): Promise<Range & { isExact: boolean; items: CostItem[]; total: Cost & { costPerGoalUsd: number | null } }> {
    const range = await this.ranges.of(workspaceId, wish);
    const { from, to, days } = range;
    const [{ byDay }, costs, groups] = await Promise.all([
      this.ranges.countsOf(workspaceId, range),
      this.costs.byDay(workspaceId, from, to),
      this.costs.by(workspaceId, by === 'flow' ? 'purpose' : by, from, to),
    ]);
    const total = totalCost(costs, days);
    const completions = days.flatMap((day) =>
      Object.entries(byDay.get(day) ?? {}).flatMap(([key, count]) => (/^goal:.*:completed$/.test(key) ? count : [])),
    );
    const completed = completions.reduce((sum, count) => sum + count, 0);
    const items = by === 'flow' ? await this.ofFlows(workspaceId, range, groups.get(REPLY)) : itemsOf(groups);
    const costPerGoalUsd = completed === 0 ? null : total.costUsd / completed;
    return { from, to, isExact: by !== 'flow', items, total: { ...total, costPerGoalUsd } };
  }

  /** @throws DomainError REPORTS.RANGE_INVALID */
  async insights(workspaceId: WorkspaceId, wish: RangeWish) {
    const [{ summary, counts }, gaps] = await Promise.all([
      this.reports.overview(workspaceId, wish),
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

  /** Replies cost what they cost: shared out by the tokens that each version of a flow had. */
  private async ofFlows(workspaceId: WorkspaceId, { from, to }: Range, replies?: Cost): Promise<CostItem[]> {
    const { items } = await this.funnels(workspaceId, { from, to });
    const all = items.reduce((sum, { tokens }) => sum + tokens, 0);
    const shares = items.filter(({ tokens }) => tokens > 0);
    return shares
      .map(({ versionId: key, tokens }) => ({ key, tokens, costUsd: ((replies?.costUsd ?? 0) * tokens) / all }))
      .sort((a, b) => b.tokens - a.tokens);
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

const itemsOf = (groups: ReadonlyMap<string, Cost>): CostItem[] =>
  [...groups].map(([key, { costUsd, tokens }]) => ({ key, costUsd, tokens }));
