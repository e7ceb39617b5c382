import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../shared/events';
import { Clock, type ConversationId, type WorkspaceId } from '../../shared/kernel';
import { transcriptEventId } from '../domain/event-id';
import { transcribedEvent } from '../domain/message-events';
import { saidIn, voicesIn } from '../domain/message-media';
import { ErasedLanes } from '../receiving/erased-lanes.service';
import { LaneEvents } from '../receiving/lane-events.service';
import { ConversationsRepository } from '../repositories/conversations.repository';
import { type DueVoice, MessageVoicesRepository, type VoiceChange } from '../repositories/message-voices.repository';

export type { DueVoice, VoiceChange } from '../repositories/message-voices.repository';

export interface VoiceOutcome {
  changes: readonly VoiceChange[];
  /** When to try again what could not be heard; null when all is said. */
  nextAt: Date | null;
}

/** What the channel that has voice notes transcribed asks of them. */
@Injectable()
export class MessageVoices {
  constructor(
    private readonly rows: MessageVoicesRepository,
    private readonly conversations: ConversationsRepository,
    private readonly events: LaneEvents,
    private readonly erased: ErasedLanes,
    private readonly news: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** Messages whose voice notes are to be transcribed. Of all workspaces. */
  due(limit: number): Promise<DueVoice[]> {
    return this.rows.due(this.clock.now(), limit);
  }

  /** The message is the caller's until then; false when it is not. */
  take(message: DueVoice, until: Date): Promise<boolean> {
    return this.rows.take(message, until);
  }

  /** Nobody wants it heard. */
  drop(message: DueVoice, until: Date): Promise<void> {
    return this.rows.release(message, until, null);
  }

  /**
   * Keeps what was heard and says so; when nothing is left to try (`nextAt` null), tells the conversation, and ends the work. In this
   * order, so that a crash in between only repeats it; what was unsent or erased meanwhile gets no words.
   */
  async settle(message: DueVoice, until: Date, { changes, nextAt }: VoiceOutcome): Promise<void> {
    const stands = changes.length === 0 ? !message.isUnsent : await this.rows.write(message, until, changes);
    if (stands && changes.length > 0) await this.announce(message, changes);
    if (nextAt === null) await this.tell(message, stands ? heardIn(message, changes) : '');
    await this.rows.release(message, until, nextAt);
  }

  /** Whether the conversation is being erased, or was after that time: nothing of it may be kept. */
  async isErased(workspaceId: WorkspaceId, conversationId: ConversationId, at: Date): Promise<boolean> {
    await this.erased.confirm();
    return this.erased.covers({ workspaceId, conversationId }, at);
  }

  private async announce(message: DueVoice, changes: readonly VoiceChange[]): Promise<void> {
    const heard = { places: changes.map(({ index }) => index), text: heardIn(message, changes) };
    await this.news.publish([transcribedEvent(message, heard, this.clock.now())]);
  }

  private async tell({ workspaceId, conversationId, messageId, correlationId }: DueVoice, text: string): Promise<void> {
    const conversation = await this.conversations.find(workspaceId, conversationId);
    if (conversation === null) return;
    const payload = { kind: 'transcript' as const, messageId, text };
    const id = transcriptEventId(messageId);
    await this.events.add(conversation, [{ id, payload, at: this.clock.now(), correlationId }]);
  }
}

function heardIn({ attachments }: DueVoice, changes: readonly VoiceChange[]): string {
  const now = attachments.map((one, index) => ({ ...one, ...changes.find((change) => change.index === index)?.set }));
  return saidIn({ text: '', attachments: voicesIn(now).flatMap((index) => now[index] ?? []) });
}
