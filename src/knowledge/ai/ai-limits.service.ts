import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { businessHours, SettingsGroup, type SettingsReader, WorkspaceSettings } from '../../workspace';
import { type AiLimits, type Cap, capsOf, strictest } from '../domain/ai/ai-caps';
import { periodsAt, renewalMs } from '../domain/ai/ai-period';
import type { AiScope } from '../domain/ai/ai-scope';
import type { UsagePeriods } from '../domain/ai/ai-usage';
import { aiSettings } from './ai-settings';

const PLATFORM_ZONE = 'UTC';

export interface CallLimits {
  caps: Cap[];
  periods: UsagePeriods;
  /** Until the cap's counter begins anew. */
  renewsInMs: (cap: Cap) => number;
}

/** Which caps hold for a call: those of the workspace's settings, and those of the host where the host pays. */
@Injectable()
export class AiLimitsReader {
  private readonly limits: SettingsReader<AiLimits>;
  private readonly zone: SettingsReader<{ timeZone: string }>;
  private readonly ofPlatform: AiLimits;
  private readonly ofHost: Pick<AiLimits, 'dailySpendUsd' | 'monthlySpendUsd'>;

  constructor(
    contributions: Contributions,
    settings: WorkspaceSettings,
    @Inject(APP_CONFIG) { ai }: Pick<AppConfig, 'ai'>,
  ) {
    contributions.provide(SettingsGroup, aiSettings);
    this.limits = settings.reader(aiSettings, 'knowledge.ai', [
      'dailySpendUsd',
      'monthlySpendUsd',
      'conversationDailyTokens',
    ]);
    this.zone = settings.reader(businessHours, 'knowledge.ai', ['timeZone']);
    const dailySpendUsd = ai.platformDailyUsd ?? null;
    this.ofPlatform = { dailySpendUsd, monthlySpendUsd: null, conversationDailyTokens: null };
    this.ofHost = { dailySpendUsd: ai.workspaceDailyUsd ?? null, monthlySpendUsd: ai.workspaceMonthlyUsd ?? null };
  }

  async of(scope: AiScope, isHosts: boolean, now: Date): Promise<CallLimits> {
    const zone = await this.zoneOf(scope.workspaceId);
    const limits = await this.limitsOf(scope.workspaceId, isHosts);
    const periods = periodsAt(now, zone);
    return {
      caps: capsOf(scope, limits, periods),
      periods,
      renewsInMs: ({ counter }) => renewalMs(now, zone, counter.period === periods.month ? 'month' : 'day'),
    };
  }

  async limitsOf(workspaceId: WorkspaceId | null, isHosts: boolean): Promise<AiLimits> {
    if (workspaceId === null) return this.ofPlatform;
    const limits = await this.limits.of(workspaceId);
    return isHosts ? strictest(limits, this.ofHost) : limits;
  }

  async zoneOf(workspaceId: WorkspaceId | null): Promise<string> {
    return workspaceId === null ? PLATFORM_ZONE : (await this.zone.of(workspaceId)).timeZone;
  }
}
