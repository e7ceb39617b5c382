import { Injectable } from '@nestjs/common';
import { escalationPolicy, type EscalationPolicySettings } from '../knowledge';
import { type BusinessHours, Contributions, isOpen, type WorkspaceId } from '../shared/kernel';
import { businessHours, SettingsGroup, type SettingsReader, WorkspaceSettings } from '../workspace';
import { type HoldRule, holdRuleOf } from './domain/hold-rule';
import { holdingTextOf } from './domain/holding-texts';
import { type Need, type Severity, severityOf } from './domain/severity';
import type { SlaPolicy } from './domain/sla';
import { escalationSettings, type EscalationSettingsValues } from './escalation-settings';

const READER = 'escalations.policy';

/** What a workspace has settled about escalations; at most a second old, from memory. */
@Injectable()
export class EscalationPolicy {
  private readonly settings: SettingsReader<EscalationSettingsValues>;
  private readonly behaviour: SettingsReader<
    Pick<EscalationPolicySettings, 'humanEscalationBehavior' | 'humanHoldMinutes'>
  >;
  private readonly hours: SettingsReader<BusinessHours>;

  constructor(contributions: Contributions, settings: WorkspaceSettings) {
    contributions.provide(SettingsGroup, escalationSettings);
    this.settings = settings.reader(escalationSettings, READER, [
      'sla',
      'slaWarnPercent',
      'severityRules',
      'reopenDays',
      'botReturns',
      'holdingTexts',
    ]);
    this.behaviour = settings.reader(escalationPolicy, READER, ['humanEscalationBehavior', 'humanHoldMinutes']);
    this.hours = settings.reader(businessHours, READER, ['timeZone', 'weekly', 'exceptions']);
  }

  async severityOf(workspaceId: WorkspaceId, need: Need): Promise<Severity> {
    return severityOf((await this.settings.of(workspaceId)).severityRules, need);
  }

  /** What is promised, for each severity. */
  async slaOf(workspaceId: WorkspaceId): Promise<(severity: Severity) => SlaPolicy> {
    const [{ sla, slaWarnPercent: warnPercent }, hours] = await Promise.all([
      this.settings.of(workspaceId),
      this.hours.of(workspaceId),
    ]);
    return (severity) => ({ terms: sla[severity], hours, warnPercent });
  }

  async holdOf(workspaceId: WorkspaceId): Promise<HoldRule> {
    const [{ botReturns }, { humanEscalationBehavior, humanHoldMinutes }] = await Promise.all([
      this.settings.of(workspaceId),
      this.behaviour.of(workspaceId),
    ]);
    return holdRuleOf({ botReturns, behaviour: humanEscalationBehavior, minutes: humanHoldMinutes });
  }

  async reopenDaysOf(workspaceId: WorkspaceId): Promise<number> {
    return (await this.settings.of(workspaceId)).reopenDays;
  }

  /** Null: the workspace has no text of its own for it. `again`: somebody was called already. */
  async holdingTextOf(
    workspaceId: WorkspaceId,
    { language, again, at }: { language: string; again: boolean; at: Date },
  ): Promise<string | null> {
    const [{ holdingTexts }, hours] = await Promise.all([this.settings.of(workspaceId), this.hours.of(workspaceId)]);
    return holdingTextOf(holdingTexts, { language, again, closed: !isOpen(hours, at) });
  }
}
