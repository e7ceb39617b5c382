import { Injectable } from '@nestjs/common';
import { Clock, type WorkspaceId } from '../../shared/kernel';
import { AiClients, type AiProviderStatus } from '../../shared/providers/ai';
import type { AiLimits } from '../domain/ai/ai-caps';
import { periodsAt } from '../domain/ai/ai-period';
import { usdOf } from '../domain/ai/ai-price';
import type { UsageScope } from '../domain/ai/ai-usage';
import { AiUsageRepository, totalsOf, type UsageTotals } from '../repositories/ai-usage.repository';
import { type AiAbilities, AiCalls } from './ai-calls.port';
import { AiLimitsReader } from './ai-limits.service';
import { AiProviders } from './ai-providers.service';
import { usageRangeInvalid } from './ai-provider.errors';

/** `workspace` groups by day. */
export const USAGE_GROUPS = ['day', 'purpose', 'model', 'flow', 'goal', 'node', 'conversation'] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];

export interface AiUsageFigures {
  calls: number;
  failures: number;
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  costUsd: number;
}

export interface AiUsageReport {
  from: string;
  to: string;
  items: (AiUsageFigures & { key: string })[];
  total: AiUsageFigures;
}

/** Calls of earlier versions did not say which flow they serve: then the goals do not add up to the total. */
export interface TracedUsage {
  goals: (AiUsageFigures & { key: string })[];
  total: AiUsageFigures;
  /** First day with a call that says so; null: there is none. */
  since: string | null;
}

export interface AiOverview {
  abilities: AiAbilities;
  limits: AiLimits;
  today: AiUsageFigures;
  month: AiUsageFigures;
}

export interface UsageWish {
  /** `YYYY-MM-DD`; thirty days before `to` when absent. */
  from?: string | undefined;
  /** Today when absent. */
  to?: string | undefined;
  by: UsageGroup;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
const USUAL_DAYS = 30;
export const MAX_USAGE_DAYS = 366;

/** What AI has cost, for people. */
@Injectable()
export class AiUsage {
  constructor(
    private readonly rows: AiUsageRepository,
    private readonly limits: AiLimitsReader,
    private readonly calls: AiCalls,
    private readonly providers: AiProviders,
    private readonly clients: AiClients,
    private readonly clock: Clock,
  ) {}

  async overview(workspaceId: WorkspaceId): Promise<AiOverview> {
    const { day, month } = periodsAt(this.clock.now(), await this.limits.zoneOf(workspaceId));
    const { isHosts } = await this.providers.of(workspaceId);
    const [abilities, limits, today, inMonth] = await Promise.all([
      this.calls.abilitiesOf(workspaceId),
      this.limits.limitsOf(workspaceId, isHosts),
      this.rows.totalOf(workspaceId, day),
      this.rows.totalOf(workspaceId, month),
    ]);
    return { abilities, limits, today: figures(totalsOf(today ?? {})), month: figures(totalsOf(inMonth ?? {})) };
  }

  /** The dearest first; days in their order. @throws DomainError AI.RANGE_INVALID */
  async report(workspaceId: WorkspaceId, { from, to, by }: UsageWish): Promise<AiUsageReport> {
    const zone = await this.limits.zoneOf(workspaceId);
    const last = to ?? periodsAt(this.clock.now(), zone).day;
    const first = from ?? dayBefore(last, USUAL_DAYS);
    if (first > last || first < dayBefore(last, MAX_USAGE_DAYS)) throw usageRangeInvalid(MAX_USAGE_DAYS);
    const scope: UsageScope = by === 'day' ? 'workspace' : by;
    const groups = await this.rows.byKey(workspaceId, scope, first, last);
    const days = by === 'day' ? groups : await this.rows.byKey(workspaceId, 'workspace', first, last);
    const items = groups.map(({ key, ...totals }) => ({ key, ...figures(totals) }));
    if (by === 'day') items.sort((a, b) => a.key.localeCompare(b.key));
    return { from: first, to: last, items, total: figures(sumOf(days)) };
  }

  /** By goal, with the calls of no flow; one query. See `TracedUsage`. */
  async traced(workspaceId: WorkspaceId, from: string, to: string): Promise<TracedUsage> {
    const { total, goals, since } = await this.rows.traced(workspaceId, from, to);
    return { goals: goals.map(({ key, ...totals }) => ({ key, ...figures(totals) })), total: figures(total), since };
  }

  /** Of all workspaces in a day (`YYYY-MM-DD`) or month (`YYYY-MM`; this one when absent), the dearest first. */
  async spenders(period: string | undefined, limit: number) {
    const ofWhen = period ?? periodsAt(this.clock.now(), 'UTC').month;
    const rows = await this.rows.spenders(ofWhen, limit);
    return {
      period: ofWhen,
      items: rows.map(({ workspaceId, ...totals }) => ({ workspaceId, ...figures(totals) })),
    };
  }

  /** Of the host's providers, as this process sees them. */
  status(): AiProviderStatus[] {
    return this.clients.status();
  }
}

const dayBefore = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);

const figures = ({ nanos, calls, failures, promptTokens, cachedTokens, completionTokens }: UsageTotals) => ({
  calls,
  failures,
  promptTokens,
  cachedTokens,
  completionTokens,
  costUsd: usdOf(nanos),
});

const sumOf = (all: readonly UsageTotals[]): UsageTotals =>
  all.reduce<UsageTotals>(
    (sum, one) => ({
      calls: sum.calls + one.calls,
      failures: sum.failures + one.failures,
      promptTokens: sum.promptTokens + one.promptTokens,
      cachedTokens: sum.cachedTokens + one.cachedTokens,
      completionTokens: sum.completionTokens + one.completionTokens,
      nanos: sum.nanos + one.nanos,
    }),
    totalsOf({}),
  );
