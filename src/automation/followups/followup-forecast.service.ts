import { Injectable } from '@nestjs/common';
import { eventOfTimer, type LaneOutlook, visibleTextOf } from '../../conversations';
import { AutomationTurnHandler } from '../turns/automation-turn-handler';
import type { AutomationContext } from '../domain/active-instance';
import { type Foretold, foretell, type Span } from '../domain/followups/foretell';
import type { PendingFollowup } from '../domain/followups/followup-state';
import type { Judgement } from '../domain/followups/judgement';
import { FollowupJudge } from './followup-judge.service';

/** Judges ahead of time, as the turns will. Reads only. */
@Injectable()
export class FollowupForecasts {
  constructor(
    private readonly handler: AutomationTurnHandler,
    private readonly judge: FollowupJudge,
  ) {}

  /** What would become of each follow-up of a conversation that falls due by then, and of those that it leads to. */
  async of(outlook: LaneOutlook, span: Span): Promise<Foretold[]> {
    const context = await this.handler.prepare(outlook.lane, outlook.state, { hasVoice: false });
    const rings = foretell(context, outlook, span, { eventOfTimer, visibleTextOf });
    let ring = rings.next();
    while (ring.done !== true) ring = rings.next(await this.judgementOf(outlook, context, ring.value));
    return ring.value;
  }

  private async judgementOf(
    { lane }: LaneOutlook,
    { followups = [] }: AutomationContext,
    { taskId: followupId, policyId }: PendingFollowup,
  ): Promise<Judgement> {
    const policy = followups.find(({ id }) => id === policyId);
    if (policy === undefined) return { verdict: 'cancel', reason: 'policy_off' };
    return this.judge.judge(lane, policy, { followupId, composes: false });
  }
}
