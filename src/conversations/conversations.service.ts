import { Injectable } from '@nestjs/common';
import {
  authorOf,
  Clock,
  type ConversationId,
  decodeCursor,
  newId,
  type Page,
  pageOf,
  type RequestContext,
} from '../shared/kernel';
import { AuditedChanges } from '../shared/database';
import { conversationNotFound } from './conversations.errors';
import type { ShownConversation } from './domain/shown-conversation';
import { Holds } from './turns/holds.service';
import { ConversationsRepository } from './repositories/conversations.repository';
import type { ConversationState } from './schemas/conversation.schema';
import { SendReadinessService } from './sending/send-readiness.service';

@Injectable()
export class ConversationsService {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly changes: AuditedChanges,
    private readonly holds: Holds,
    private readonly readiness: SendReadinessService,
    private readonly clock: Clock,
  ) {}

  async list(context: RequestContext, query: { limit: number; cursor?: string }): Promise<Page<ShownConversation>> {
    const before = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
    const rows = await this.conversations.list(context.workspaceId, query.limit + 1, before);
    const page = pageOf(rows, query.limit, ({ lastActivityAt, _id }) => ({ at: lastActivityAt, id: _id }));
    return { ...page, items: await Promise.all(page.items.map((row) => this.shown(row))) };
  }

  async get(context: RequestContext, conversationId: ConversationId): Promise<ShownConversation> {
    return this.shown(found(await this.conversations.find(context.workspaceId, conversationId)));
  }

  /** The bot is silent from this moment, but for a message whose sending had begun. */
  async hold(
    context: RequestContext,
    conversationId: ConversationId,
    request: { minutes: number; reason?: string },
  ): Promise<ShownConversation> {
    const until = new Date(this.clock.now().getTime() + request.minutes * 60_000);
    const hold = { id: newId(), until, reason: request.reason ?? 'person', ...authorOf(context) };
    const held = await this.changes.run(context, async (record) => {
      const conversation = found(await this.holds.begin(context.workspaceId, conversationId, hold));
      await record({ action: 'conversation.held', workspaceId: context.workspaceId, target: conversationId });
      return conversation;
    });
    return this.shown(held);
  }

  /** Ends any hold; resuming a conversation that is not held changes nothing. */
  async resume(context: RequestContext, conversationId: ConversationId): Promise<ShownConversation> {
    const { workspaceId } = context;
    const ended = await this.changes.run(context, async (record) => {
      const conversation = await this.holds.end(workspaceId, conversationId);
      if (conversation !== null) await record({ action: 'conversation.resumed', workspaceId, target: conversationId });
      return conversation;
    });
    return ended === null ? this.get(context, conversationId) : this.shown(ended);
  }

  /** Accounts are known in memory. */
  private async shown(row: ConversationState): Promise<ShownConversation> {
    return { row, ...(await this.readiness.facts(row.workspaceId, row.accountId)) };
  }
}

function found(conversation: ConversationState | null): ConversationState {
  if (conversation === null) throw conversationNotFound();
  return conversation;
}
