import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { faultPoint } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import { MAX_FAILED_READS } from '../domain/limits';
import { candidatesIn, judgeThread, type ThreadVerdict } from '../domain/thread-match';
import { MessagesRepository } from '../repositories/messages.repository';
import { OutboxRepository } from '../repositories/outbox.repository';
import type { ConversationState, OutboxEntry } from '../schemas/conversation.schema';
import { SendReadinessService } from './send-readiness.service';
import { headOf, SendResults } from './send-results.service';

const READ_RETRY_MS = 5_000;

/** Finds out whether a send of unknown outcome was delivered: by its own row, then by reading the thread, twice. */
@Injectable()
export class UnknownResolver {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'messagePath'>,
    private readonly messages: MessagesRepository,
    private readonly outbox: OutboxRepository,
    private readonly readiness: SendReadinessService,
    private readonly results: SendResults,
    private readonly telemetry: Telemetry,
  ) {}

  /** The conversation as it is afterwards, if the head was settled and the next may go out. */
  async resolve(conversation: ConversationState, head: OutboxEntry): Promise<ConversationState | null> {
    const own = await this.messages.find(conversation.workspaceId, head.id);
    if (own?.status === 'sent') return this.results.leaveAsSent(conversation, head, own);
    const verdict = await this.readThread(conversation, head);
    faultPoint('unknown.read');
    switch (verdict.kind) {
      case 'found':
        return this.results.sent(conversation, head, verdict.mid);
      case 'ambiguous':
        return this.results.parked(conversation, head, {
          code: 'SEND.AMBIGUOUS',
          message: 'Several messages of equal text are in the thread; it is not clear which of them is this one.',
        });
      case 'absent':
        return this.absent(conversation, head);
      case 'unreadable':
        return this.unreadable(conversation, head);
    }
  }

  private async readThread(
    conversation: ConversationState,
    head: OutboxEntry,
  ): Promise<ThreadVerdict | { kind: 'unreadable' }> {
    try {
      const thread = await this.readiness.channel.readThread(conversation);
      const candidates = candidatesIn(thread, head);
      const taken = await this.messages.takenMids(
        conversation.workspaceId,
        conversation._id,
        candidates.map(({ mid }) => mid),
      );
      return judgeThread(candidates, taken);
    } catch (err) {
      this.telemetry.logger.event('warn', 'thread not readable', {
        conversationId: conversation._id,
        effectId: head.id,
        err,
      });
      return { kind: 'unreadable' };
    }
  }

  private async absent(conversation: ConversationState, head: OutboxEntry): Promise<ConversationState | null> {
    if (head.absentReads === 0) {
      await this.outbox.noteAbsent(headOf(conversation, head), this.config.messagePath.unknownSecondReadMs);
      return null;
    }
    return this.outbox.backToPending(headOf(conversation, head), head.attempts, 0);
  }

  private async unreadable(conversation: ConversationState, head: OutboxEntry): Promise<ConversationState | null> {
    const failedReads = head.failedReads + 1;
    if (failedReads >= MAX_FAILED_READS) {
      return this.results.parked(conversation, head, {
        code: 'SEND.UNREADABLE',
        message: 'The thread could not be read, so it is not known whether this was delivered.',
      });
    }
    await this.outbox.noteFailedRead(headOf(conversation, head), failedReads, READ_RETRY_MS * failedReads);
    return null;
  }
}
