import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../shared/kernel';
import { AppLogger } from '../shared/observability';
import { closed, type Closing } from './domain/acts';
import type { Escalation } from './domain/escalation';
import { EscalationHandBack } from './escalation-hand-back.service';
import { EscalationPolicy } from './escalation-policy.service';
import { EscalationWork } from './escalation-work.service';

export interface ClosingRequest {
  /** What became of it, for the team. */
  text?: string;
  /** Whether the bot speaks again from now on; absent: by the rule of the workspace. */
  handBack?: boolean;
}

const ACTIONS = { resolve: 'escalation.resolved', cancel: 'escalation.cancelled' } as const;

/** Ends escalations, and gives the conversation back to the bot. */
@Injectable()
export class EscalationClosing {
  constructor(
    private readonly work: EscalationWork,
    private readonly policy: EscalationPolicy,
    private readonly handBack: EscalationHandBack,
    private readonly logger: AppLogger,
  ) {}

  /**
   * Should ending the hold fail, the escalation is closed all the same and `ReleaseHoldsJob` ends it later.
   * @throws DomainError ESCALATION.NOT_FOUND, ESCALATION.CLOSED.
   */
  async close(
    context: RequestContext,
    id: string,
    to: Closing['to'],
    { text, handBack }: ClosingRequest,
  ): Promise<Escalation> {
    const { workspaceId, correlationId } = context;
    const [rule, policyOf] = [await this.policy.holdOf(workspaceId), await this.policy.slaOf(workspaceId)];
    const closing = { to, handsBack: handBack ?? rule.endsAtClose, ...(text === undefined ? {} : { text }) };
    const escalation = await this.work.act(context, id, ACTIONS[to], (before, by) =>
      closed(before, closing, by, policyOf(before.severity)),
    );
    if (escalation.handBackDueAt === undefined) return escalation;
    try {
      return await this.handBack.give(escalation);
    } catch (err) {
      this.logger.event('warn', 'hold not ended yet, the job will', { workspaceId, correlationId, err });
      return escalation;
    }
  }
}
