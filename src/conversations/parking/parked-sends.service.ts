import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock, type CursorPosition, stableId, type UserCaller } from '../../shared/kernel';
import { parkedNotFound, parkedSettled } from '../conversations.errors';
import { settledEvent } from '../domain/message-events';
import { LaneEvents } from '../receiving/lane-events.service';
import { ConversationsRepository } from '../repositories/conversations.repository';
import { MessagesRepository } from '../repositories/messages.repository';
import type { MessageRow } from '../schemas/message.schema';

/** Messages of which nobody knows whether they went out: sent again or dropped, and the workspace learns of it. */
@Injectable()
export class ParkedSends {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly conversations: ConversationsRepository,
    private readonly events: LaneEvents,
    private readonly changes: AuditedChanges,
    private readonly news: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  list(limit: number, before?: CursorPosition): Promise<MessageRow[]> {
    return this.messages.listParked(limit, before);
  }

  /** @throws DomainError PARKED.NOT_FOUND */
  async discard(admin: UserCaller, id: string): Promise<void> {
    await this.changes.run(admin, async (record) => {
      const message = await this.messages.findParked(id);
      if (message === null || !(await this.messages.discardParked(id))) throw parkedNotFound();
      await record({ action: 'parked.send.discarded', target: id });
      await this.tellDiscarded(message);
    });
  }

  /**
   * Leaves the parked state with it: a late echo can then not settle it while it is sent again.
   * @throws DomainError PARKED.NOT_FOUND, PARKED.SETTLED
   */
  async replay(admin: UserCaller, id: string): Promise<void> {
    const message = await this.messages.findParked(id);
    if (message?.content === undefined) throw parkedNotFound();
    const conversation = await this.conversations.find(message.workspaceId, message.conversationId);
    if (conversation === null) throw parkedNotFound();
    const { content, userId = admin.userId } = message;
    const payload = { kind: 'person-send' as const, content, userId, replaysMessageId: id };
    const event = { id: stableId('replay', id), payload, correlationId: admin.correlationId };
    await this.changes.run(admin, async (record) => {
      if (!(await this.messages.discardParked(id))) throw parkedSettled();
      await record({ action: 'parked.send.replayed', workspaceId: message.workspaceId, target: id });
      await this.tellDiscarded(message);
      await this.events.addWithin(conversation, [{ ...event, at: this.clock.now() }]);
    });
  }

  private tellDiscarded(message: MessageRow): Promise<void> {
    return this.news.record(settledEvent({ ...message, status: 'discarded' }));
  }
}
