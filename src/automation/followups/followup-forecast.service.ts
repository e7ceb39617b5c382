import { Injectable } from '@nestjs/common';
import type { LaneOutlook } from '../../conversations';
import { type BusinessHours, Clock, type WorkspaceId } from '../../shared/kernel';
import { businessHours, type SettingsReader, WorkspaceSettings } from '../../workspace';
import { ActiveAutomations } from '../active-automations';
import { readState } from '../domain/automation-state';
import { ActiveFollowups } from './active-followups';
import { timesOf } from '../domain/followups/facts-of-run';
import type { FollowupPolicy } from '../domain/followups/followup-policy';
import { NO_FOLLOWUPS, pendingOf } from '../domain/followups/followup-state';
import { type Standing, standingOf } from '../domain/followups/followup-standing';
import type { FollowupReason, FollowupStatus } from '../domain/followups/followup-status';
import { FollowupJudge } from './followup-judge.service';

/** What would become of a follow-up if nothing happened until it is due. */
export interface Forecast {
  /** scheduled: it would be put off to `at`. */
  would: FollowupStatus;
  reason: FollowupReason | null;
  at: Date;
  /** Null for a flow, for what a model will compose, and for what would not go out. */
  text: string | null;
}

/** What is known of a workspace. */
export interface Surroundings {
  policies: readonly FollowupPolicy[];
  hours: BusinessHours;
  isOn(instanceId: string): boolean;
}

/** Judges ahead of time, as the turn will. Reads only. */
@Injectable()
export class FollowupForecasts {
  private readonly hours: SettingsReader<BusinessHours>;

  constructor(
    private readonly active: ActiveFollowups,
    private readonly automations: ActiveAutomations,
    private readonly judge: FollowupJudge,
    private readonly clock: Clock,
    settings: WorkspaceSettings,
  ) {
    this.hours = settings.reader(businessHours, 'automation.followups', ['timeZone', 'weekly', 'exceptions']);
  }

  async surroundings(workspaceId: WorkspaceId): Promise<Surroundings> {
    const [policies, hours, { instances }] = await Promise.all([
      this.active.of(workspaceId),
      this.hours.of(workspaceId),
      this.automations.of(workspaceId),
    ]);
    const on = new Set(instances.map(({ id }) => id));
    return { policies, hours, isOn: (id) => on.has(id) };
  }

  /** Null when it does not wait any more. */
  async of(taskId: string, outlook: LaneOutlook, around: Surroundings): Promise<Forecast | null> {
    const state = readState(outlook.state);
    const followups = state.followups ?? NO_FOLLOWUPS;
    const pending = pendingOf(followups, taskId);
    if (pending === undefined) return null;
    const now = Math.max(this.clock.now().getTime(), pending.dueAt);
    const heldUntil = outlook.heldUntil?.getTime() ?? 0;
    const standing = standingOf(pending, {
      ...around,
      now,
      followups,
      thread: timesOf(outlook.thread, followups),
      optedOut: outlook.thread.optedOut,
      blocked: outlook.thread.blocked,
      heldUntil: heldUntil > now ? heldUntil : null,
      instanceId: (state.running ?? state.ended)?.instanceId ?? null,
    });
    return this.forecast(taskId, outlook, standing, new Date(now));
  }

  private async forecast(taskId: string, { lane }: LaneOutlook, standing: Standing, at: Date): Promise<Forecast> {
    const none = { reason: null, at, text: null };
    if (standing.kind === 'end') return { ...none, would: standing.status, reason: standing.reason };
    if (standing.kind === 'move') return { ...none, would: 'scheduled', at: new Date(standing.dueAt) };
    const judgement = await this.judge.judge(lane, standing.policy, { followupId: taskId, composes: false });
    if (judgement.verdict === 'cancel') return { ...none, would: 'cancelled', reason: judgement.reason };
    const text = judgement.verdict === 'send' && judgement.text !== '' ? judgement.text : null;
    return { ...none, would: 'sent', text };
  }
}
