import { Injectable } from '@nestjs/common';
import { ConversationsFacade } from '../conversations';
import { Clock, type RequestContext } from '../shared/kernel';
import { AppLogger } from '../shared/observability';
import { closed, type Closing } from './domain/acts';
import type { Escalation } from './domain/escalation';
import { EscalationPolicy } from './escalation-policy.service';
import { EscalationWork } from './escalation-work.service';
import { EscalationsRepository } from './repositories/escalations.repository';

export interface ClosingRequest {
  /** What became of it, for the team. */
  text?: string;
  /** Whether the bot speaks again from now on; absent: by the rule of the workspace. */
  handBack?: boolean;
}

/** What began because somebody of the team wrote; a hold that a member set by hand is theirs to end. */
const REPLY_HOLDS = ['person_reply', 'app_reply'];

const ACTIONS = { resolve: 'escalation.resolved', cancel: 'escalation.cancelled' } as const;

/** Ends escalations, and gives the conversation back to the bot. */
@Injectable()
export class EscalationClosing {
  constructor(
    private readonly work: EscalationWork,
    private readonly escalations: EscalationsRepository,
    private readonly policy: EscalationPolicy,
    private readonly conversations: ConversationsFacade,
    private readonly clock: Clock,
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
      return await this.handBack(escalation);
    } catch (err) {
      this.logger.event('warn', 'hold not ended yet, the job will', { workspaceId, correlationId, err });
      return escalation;
    }
  }

  /** Ends every hold that came from the escalation or from answers of the team, and sessions go on; idempotent. */
  async handBack(escalation: Escalation): Promise<Escalation> {
    const { workspaceId, conversationId, sourceIds } = escalation;
    await this.conversations.endHold(workspaceId, conversationId, { sourceIds, reasons: REPLY_HOLDS });
    const holdReleasedAt = this.clock.now();
    await this.escalations.markHandedBack(escalation, holdReleasedAt);
    const { handBackDueAt: _, ...rest } = escalation;
    return { ...rest, holdReleasedAt };
  }
}
