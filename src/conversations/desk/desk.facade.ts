import { Injectable } from '@nestjs/common';
import { Transactions } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock, type ConversationId, newId, type UserId, type WorkspaceId } from '../../shared/kernel';
import { type ConversationAspect, conversationChanged } from '../domain/conversation-event';
import { statusFields } from '../domain/desk';
import { DeskRepository } from '../repositories/desk.repository';
import type { ConversationState } from '../schemas/conversation.schema';
import { Assignments } from './assignments.service';
import type { AssignmentOccasion } from './inbox-settings';

/** What higher domains do with conversations at the desk of the team. */
@Injectable()
export class DeskFacade {
  constructor(
    private readonly desk: DeskRepository,
    private readonly assignments: Assignments,
    private readonly events: DomainEvents,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Shows that a person is needed, or no longer. One that needs a person is open. In the transaction around it, if there
   * is one; idempotent. False when there is no such conversation.
   */
  async setNeedsHuman(workspaceId: WorkspaceId, conversationId: ConversationId, needsHuman: boolean): Promise<boolean> {
    const change = { needsHuman, ...(needsHuman ? statusFields('open') : {}) };
    const changed = await this.desk.change(workspaceId, conversationId, change);
    if (changed !== null) await this.tell(changed, needsHuman ? ['needsHuman', 'status'] : ['needsHuman']);
    return changed !== null;
  }

  /**
   * Gives the conversation to a member by the rule of the workspace, if it has one for this occasion and nobody has the
   * conversation yet. Returns whom it was given to, or null. Not within a transaction: it makes one of its own.
   */
  async assignByRule(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    occasion: AssignmentOccasion,
  ): Promise<UserId | null> {
    const rule = await this.assignments.ruleFor(workspaceId, occasion);
    const assigneeId = rule === null ? null : await this.assignments.pick(workspaceId, conversationId, rule);
    if (assigneeId === null) return null;
    return this.transactions.run(async () => {
      const taken = await this.desk.change(workspaceId, conversationId, { assigneeId }, { assigneeId: null });
      if (taken === null) return null;
      await this.tell(taken, ['assignee']);
      return assigneeId;
    });
  }

  /** Whoever has it; null: nobody. In the transaction around it. False when there is no such conversation. */
  async assign(workspaceId: WorkspaceId, conversationId: ConversationId, assigneeId: UserId | null): Promise<boolean> {
    const changed = await this.desk.change(workspaceId, conversationId, { assigneeId });
    if (changed !== null) await this.tell(changed, ['assignee']);
    return changed !== null;
  }

  /** Null: nobody has it, or there is no such conversation. In the transaction around it. */
  async assigneeOf(workspaceId: WorkspaceId, conversationId: ConversationId): Promise<UserId | null> {
    return this.desk.assigneeOf(workspaceId, conversationId);
  }

  private async tell(conversation: ConversationState, changed: readonly ConversationAspect[]): Promise<void> {
    const at = this.clock.now();
    await this.events.record(conversationChanged(conversation, changed, { id: newId(at), at }));
  }
}
