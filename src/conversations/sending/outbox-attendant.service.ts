import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Clock } from '../../shared/kernel';
import { READ_CLAIM_MS } from '../domain/limits';
import { OutboxSender } from './outbox-sender.service';
import { OutboxRepository } from '../repositories/outbox.repository';
import type { ConversationState, OutboxEntry } from '../schemas/conversation.schema';
import { headOf } from './send-results.service';
import { UnknownResolver } from './unknown-resolver.service';

/** A head that is due: to be sent, past its deadline, or of unknown outcome. */
@Injectable()
export class OutboxAttendant {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'messagePath'>,
    private readonly sender: OutboxSender,
    private readonly outbox: OutboxRepository,
    private readonly resolver: UnknownResolver,
    private readonly clock: Clock,
  ) {}

  async attend(conversation: ConversationState): Promise<void> {
    const head = conversation.outbox[0];
    if (head === undefined || head.dueAt > this.clock.now()) return;
    const after = await this.step(conversation, head);
    if (after !== null) await this.sender.drain(after, null);
  }

  private async step(conversation: ConversationState, head: OutboxEntry): Promise<ConversationState | null> {
    switch (head.status) {
      case 'pending':
        return conversation;
      case 'sending':
        await this.outbox.markUnknown(headOf(conversation, head), this.config.messagePath.unknownFirstReadMs);
        return null;
      case 'unknown':
        return this.read(conversation, head);
    }
  }

  /** One at a time: while a read waits for the account's budget, each sweep would begin another. */
  private async read(conversation: ConversationState, head: OutboxEntry): Promise<ConversationState | null> {
    const mine = await this.outbox.beginRead(headOf(conversation, head), head.dueAt, READ_CLAIM_MS);
    return mine ? this.resolver.resolve(conversation, head) : null;
  }
}
