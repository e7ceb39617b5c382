import { Injectable } from '@nestjs/common';
import { AccessDirectory, roleMay } from '../../shared/auth';
import { Clock, Contributions, type ConversationId, type RequestContext, type UserId } from '../../shared/kernel';
import {
  assignedElsewhere,
  assigneeUnknown,
  conversationNotFound,
  nobodyToAssign,
  snoozeInThePast,
} from '../conversations.errors';
import type { AssignmentRule } from '../domain/assignment';
import { CLOSED } from '../domain/bulk-action';
import { statusFields } from '../domain/desk';
import { HoldNotices } from '../turns/hold-notices.service';
import { DeskRepository } from '../repositories/desk.repository';
import type { ConversationState } from '../schemas/conversation.schema';
import { Assignments } from './assignments.service';
import { DeskActs } from './desk-acts.service';

const YEAR_MS = 366 * 86_400_000;

export interface AssignWish {
  /** A member's id; null: nobody. */
  assigneeId?: UserId | null;
  /** Instead: whom the rule picks. */
  by?: AssignmentRule;
  /** Only if this member, or nobody, still has it. */
  ifAssigneeId?: UserId | null;
}

/** What members do with a conversation. Doing it again changes nothing. */
@Injectable()
export class Desk {
  constructor(
    private readonly rows: DeskRepository,
    private readonly acts: DeskActs,
    private readonly assignments: Assignments,
    private readonly notices: HoldNotices,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError CONVERSATION.NOT_FOUND, CONVERSATION.ASSIGNEE, CONVERSATION.ASSIGNED_ELSEWHERE, CONVERSATION.NOBODY_FREE */
  async assign(context: RequestContext, id: ConversationId, wish: AssignWish): Promise<ConversationState> {
    const { workspaceId } = context;
    const assigneeId = wish.by === undefined ? (wish.assigneeId ?? null) : await this.pick(context, id, wish.by);
    await this.checkAssignee(context, assigneeId);
    const only = wish.ifAssigneeId === undefined ? {} : { assigneeId: wish.ifAssigneeId };
    const act = { action: 'conversation.assigned', changed: ['assignee'] as const };
    const details = { details: { to: assigneeId ?? 'nobody' } };
    return this.acts.run(context, id, { ...act, ...details }, async () => {
      const changed = await this.rows.change(workspaceId, id, { assigneeId }, only);
      if (changed !== null || wish.ifAssigneeId === undefined) return changed;
      const other = await this.rows.find(workspaceId, id);
      throw other === null ? conversationNotFound() : assignedElsewhere(other.assigneeId);
    });
  }

  close(context: RequestContext, id: ConversationId): Promise<ConversationState> {
    const act = { action: 'conversation.closed', changed: ['status', 'unread'] as const };
    return this.acts.run(context, id, act, () => this.rows.change(context.workspaceId, id, CLOSED));
  }

  reopen(context: RequestContext, id: ConversationId): Promise<ConversationState> {
    const act = { action: 'conversation.reopened', changed: ['status'] as const };
    return this.acts.run(context, id, act, () => this.rows.change(context.workspaceId, id, statusFields('open')));
  }

  /** @throws DomainError CONVERSATION.NOT_FOUND, CONVERSATION.SNOOZE */
  async snooze(context: RequestContext, id: ConversationId, until: Date): Promise<ConversationState> {
    this.checkSnooze(until);
    const act = {
      action: 'conversation.snoozed',
      changed: ['status'] as const,
      details: { until: until.toISOString() },
    };
    return this.acts.run(context, id, act, () =>
      this.rows.change(context.workspaceId, id, statusFields('snoozed', until)),
    );
  }

  /** Nothing of it waits for an answer of the bot: a turn under way decides again. */
  async block(context: RequestContext, id: ConversationId): Promise<ConversationState> {
    const act = { action: 'conversation.blocked', changed: ['blocked', 'unread'] as const };
    const at = this.clock.now();
    const blocked = await this.acts.run(context, id, act, () => this.rows.setBlocked(context.workspaceId, id, at));
    await this.notices.announce(blocked);
    return blocked;
  }

  async unblock(context: RequestContext, id: ConversationId): Promise<ConversationState> {
    const act = { action: 'conversation.unblocked', changed: ['blocked'] as const };
    const freed = await this.acts.run(context, id, act, () => this.rows.setBlocked(context.workspaceId, id, null));
    await this.notices.announce(freed);
    return freed;
  }

  /** @throws DomainError CONVERSATION.SNOOZE */
  checkSnooze(until: Date): void {
    const ahead = until.getTime() - this.clock.now().getTime();
    if (ahead <= 0 || ahead > YEAR_MS) throw snoozeInThePast();
  }

  /** @throws DomainError CONVERSATION.ASSIGNEE */
  async checkAssignee({ workspaceId }: RequestContext, assigneeId: UserId | null): Promise<void> {
    if (assigneeId === null) return;
    const role = await this.contributions.one(AccessDirectory).roleOf(assigneeId, workspaceId);
    if (role === null || !roleMay(role, 'messages.send')) throw assigneeUnknown();
  }

  private async pick({ workspaceId }: RequestContext, id: ConversationId, rule: AssignmentRule): Promise<UserId> {
    const picked = await this.assignments.pick(workspaceId, id, rule);
    if (picked === null) throw nobodyToAssign();
    return picked;
  }
}
