import { Injectable } from '@nestjs/common';
import { conversationNotFound, ConversationsFacade } from '../conversations';
import { AuditedChanges } from '../shared/database';
import { authorOf, Clock, type ConversationId, faultPoint, type RequestContext } from '../shared/kernel';
import type { Escalation } from './domain/escalation';
import type { HoldRule } from './domain/hold-rule';
import type { Severity } from './domain/severity';
import { EscalationOpener } from './escalation-opener.service';
import { EscalationPolicy } from './escalation-policy.service';
import { byOf, EscalationWork } from './escalation-work.service';

export interface EscalationRequest {
  conversationId: ConversationId;
  reason: string;
  summary: string;
  severity?: Severity;
}

/** Members, and programs of theirs, who call for a person. */
@Injectable()
export class EscalationRequests {
  constructor(
    private readonly opener: EscalationOpener,
    private readonly work: EscalationWork,
    private readonly policy: EscalationPolicy,
    private readonly conversations: ConversationsFacade,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens one, or joins the conversation's open one; by the policy of the workspace the bot falls silent. The same
   * `sourceId` again is the same request. @throws DomainError CONVERSATION.NOT_FOUND, ESCALATION.CONTENDED.
   */
  async open(context: RequestContext, request: EscalationRequest, sourceId: string): Promise<Escalation> {
    const { workspaceId, correlationId } = context;
    const { conversationId } = request;
    if (!(await this.conversations.exists(workspaceId, conversationId))) throw conversationNotFound();
    const rule = await this.policy.holdOf(workspaceId);
    const by = byOf(context, this.clock.now());
    return this.opener.open(
      { ...request, workspaceId, sourceId, createdBy: 'human', by, correlationId },
      ({ escalation, change }) =>
        this.changes.run(context, async (record) => {
          await this.silence(context, conversationId, rule, sourceId);
          await record({
            action: change === 'opened' ? 'escalation.opened' : 'escalation.joined',
            workspaceId,
            target: escalation.id,
            details: { conversationId },
          });
        }),
    );
  }

  /** @throws DomainError ESCALATION.NOT_FOUND, ESCALATION.OPEN, ESCALATION.TOO_OLD, ESCALATION.SUPERSEDED. */
  async reopen(context: RequestContext, id: string, text?: string): Promise<Escalation> {
    const rule = await this.policy.holdOf(context.workspaceId);
    return this.work.reopen(context, id, text, ({ conversationId, sourceIds: [sourceId = id] }) =>
      this.silence(context, conversationId, rule, sourceId),
    );
  }

  /** Within the transaction of what calls for it. */
  private async silence(
    context: RequestContext,
    conversationId: ConversationId,
    { minutes }: HoldRule,
    sourceId: string,
  ): Promise<void> {
    faultPoint('escalation.silence');
    if (minutes === null) return;
    const hold = { minutes, reason: 'escalation', sourceId, ...authorOf(context) };
    await this.conversations.hold(context.workspaceId, conversationId, hold);
  }
}
