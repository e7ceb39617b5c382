import { Injectable } from '@nestjs/common';
import { ConversationsFacade } from '../conversations';
import { Transactions } from '../shared/database';
import { Clock, faultPoint, stableId } from '../shared/kernel';
import type { Escalation } from './domain/escalation';
import { EscalationsRepository } from './repositories/escalations.repository';

/** What began because somebody of the team wrote; a hold that a member set by hand is theirs to end. */
const REPLY_HOLDS = ['person_reply', 'app_reply'];

/** Gives conversations back to the bot. */
@Injectable()
export class EscalationHandBack {
  constructor(
    private readonly escalations: EscalationsRepository,
    private readonly conversations: ConversationsFacade,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends every hold that came from the closed escalation or from answers of the team, and sessions go on; idempotent. Not
   * when it was opened again meanwhile, or another one is open: then the bot is silent for that.
   */
  async give(escalation: Escalation): Promise<Escalation> {
    const { id, workspaceId, conversationId, handBackDueAt } = escalation;
    if (handBackDueAt === undefined) return escalation;
    if (!(await this.transactions.run(() => this.endHolds(escalation, handBackDueAt)))) return escalation;
    faultPoint('escalation.hold-ended');
    const noticeId = stableId('escalation-handed-back', id, handBackDueAt.toISOString());
    await this.conversations.noticeHold(workspaceId, conversationId, noticeId);
    const holdReleasedAt = this.clock.now();
    await this.escalations.markHandedBack(workspaceId, id, handBackDueAt, holdReleasedAt);
    const { handBackDueAt: _, ...rest } = escalation;
    return { ...rest, holdReleasedAt };
  }

  /** By the rows as they are now. False: it is not to be handed back any more. */
  private async endHolds({ id, workspaceId, conversationId }: Escalation, since: Date): Promise<boolean> {
    const closed = await this.escalations.findById(workspaceId, id);
    if (closed?.handBackDueAt?.getTime() !== since.getTime()) return false;
    if ((await this.escalations.findOpen(workspaceId, conversationId)) !== null) {
      await this.escalations.markHandedBack(workspaceId, id, since, null);
      return false;
    }
    const which = { sourceIds: closed.sourceIds, reasons: REPLY_HOLDS };
    await this.conversations.endHold(workspaceId, conversationId, which);
    return true;
  }
}
