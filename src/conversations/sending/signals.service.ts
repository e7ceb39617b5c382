import { Injectable } from '@nestjs/common';
import { Contributions, type ConversationId, type RequestContext } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import { Channel, type Signal } from '../channel.port';
import { conversationNotFound } from '../conversations.errors';
import { ConversationsRepository } from '../repositories/conversations.repository';
import type { ConversationState } from '../schemas/conversation.schema';

/** What the participant sees of the account besides messages. Best effort: nothing depends on it. */
@Injectable()
export class Signals {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly contributions: Contributions,
    private readonly telemetry: Telemetry,
  ) {}

  /** Never throws. */
  async show(
    lane: Pick<ConversationState, '_id' | 'workspaceId' | 'accountId' | 'participantId'>,
    signal: Signal,
  ): Promise<void> {
    try {
      await this.contributions.one(Channel).signal(lane, signal);
    } catch (err) {
      const { _id: conversationId, workspaceId } = lane;
      this.telemetry.logger.event('warn', 'signal not given', { conversationId, workspaceId, reason: signal, err });
    }
  }

  /** @throws DomainError CONVERSATION.NOT_FOUND */
  async give({ workspaceId }: RequestContext, conversationId: ConversationId, signal: Signal): Promise<void> {
    const conversation = await this.conversations.find(workspaceId, conversationId);
    if (conversation === null) throw conversationNotFound();
    await this.show(conversation, signal);
  }
}
