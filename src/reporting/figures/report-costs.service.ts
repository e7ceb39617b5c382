import { Injectable } from '@nestjs/common';
import { AiUsage, type AiUsageFigures } from '../../knowledge';
import { grouped, type WorkspaceId } from '../../shared/kernel';
import { sumOf } from './domain/counts';
import { added, type Cost, costOfFlows, type Costs, NO_COST, sharedOut, sumOfCosts } from './domain/cost-items';
import { dayAfter } from './domain/day-calendar';
import { ReportRowsRepository } from './repositories/report-rows.repository';

const REPLY = 'reply';

interface Days {
  from: string;
  to: string;
}

export interface TracedCosts {
  total: Cost;
  items: Costs;
  /** All calls said which flow they serve: those of versions before that did not. */
  isExact: boolean;
}

/** What language models have cost. It is charged as it happens, so that nothing needs to be counted here. */
@Injectable()
export class ReportCosts {
  constructor(
    private readonly usage: AiUsage,
    private readonly rows: ReportRowsRepository,
  ) {}

  /** One query. Days without cost are absent. */
  async byDay(workspaceId: WorkspaceId, from: string, to: string): Promise<Map<string, Cost>> {
    return byKey((await this.usage.report(workspaceId, { from, to, by: 'day' })).items);
  }

  async by(workspaceId: WorkspaceId, by: 'purpose' | 'model' | 'flow', days: Days): Promise<TracedCosts> {
    const { items, total } = await this.usage.report(workspaceId, { ...days, by });
    return { items: byKey(items), total: costOf(total), isExact: true };
  }

  /** What flows with each goal cost, and what no flow asked for. One query. */
  async byGoal(workspaceId: WorkspaceId, { from, to }: Days): Promise<TracedCosts & { since: string | null }> {
    const { goals, total, since } = await this.usage.traced(workspaceId, from, to);
    const items = byKey(goals);
    const all = costOf(total);
    return { items, total: all, isExact: sumOfCosts(items.values()).calls === all.calls, since };
  }

  /** What is not known by flow is shared out, see `earlier`. */
  async byFlow(workspaceId: WorkspaceId, days: Days): Promise<TracedCosts> {
    const [{ items: goals, total, isExact, since }, flows] = await Promise.all([
      this.byGoal(workspaceId, days),
      this.by(workspaceId, 'flow', days),
    ]);
    const known = costOfFlows(flows.items, goals);
    if (isExact) return { total, isExact, items: added(known, new Map()) };
    const shared = await this.earlier(workspaceId, { ...days, ...(since === null ? {} : { to: dayAfter(since, -1) }) });
    return { total, isExact, items: added(known, shared) };
  }

  /** Of days before calls said whose they are: what replies cost is shared out by the tokens that each version had. */
  private async earlier(workspaceId: WorkspaceId, days: Days): Promise<Map<string, Cost>> {
    if (days.to < days.from) return new Map();
    const [purposes, rows] = await Promise.all([
      this.by(workspaceId, 'purpose', days),
      this.rows.flowRange(workspaceId, days.from, days.to),
    ]);
    const tokensOf = [...grouped(rows, ({ flow }) => flow)].map(([flow, its]): [string, number] => [
      flow,
      sumOf(its.map(({ counts }) => counts))['tokens'] ?? 0,
    ]);
    return sharedOut(purposes.items.get(REPLY) ?? NO_COST, new Map(tokensOf));
  }
}

const costOf = ({ costUsd, calls, promptTokens, completionTokens }: AiUsageFigures): Cost => ({
  ...{ costUsd, calls, tokens: promptTokens + completionTokens },
});

const byKey = (items: readonly (AiUsageFigures & { key: string })[]): Map<string, Cost> =>
  new Map(items.map(({ key, ...figures }) => [key, costOf(figures)]));

export const totalCost = (byDay: Costs, days: readonly string[]): Cost =>
  sumOfCosts(days.map((day) => byDay.get(day) ?? NO_COST));
