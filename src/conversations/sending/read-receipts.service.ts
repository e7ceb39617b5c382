import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../shared/events';
import { seenEvent } from '../domain/message-events';
import { DoneMarks } from '../turns/done-marks.service';
import { ConversationsRepository } from '../repositories/conversations.repository';
import { InboxRepository } from '../repositories/inbox.repository';
import type { InboxEventRow } from '../schemas/inbox-event.schema';

const PAGE = 500;

/** Read receipts change one date and need no turn: they are folded in groups. */
@Injectable()
export class ReadReceipts {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly inbox: InboxRepository,
    private readonly done: DoneMarks,
    private readonly news: DomainEvents,
  ) {}

  async fold(receipts: readonly InboxEventRow[]): Promise<void> {
    const seen = receipts.flatMap(({ conversationId, workspaceId, platformAt }) =>
      conversationId === null || workspaceId === null ? [] : [{ conversationId, workspaceId, at: platformAt }],
    );
    if (seen.length === 0) return;
    await this.conversations.noteSeen(seen);
    await this.news.publish(receipts.flatMap((receipt) => seenEvent(receipt) ?? []));
    await this.done.mark(receipts.map(({ _id }) => _id));
  }

  /** Those that a process stored and did not live to fold. */
  async foldLeftovers(before: Date): Promise<void> {
    await this.fold(await this.inbox.openReceipts(before, PAGE));
  }
}
