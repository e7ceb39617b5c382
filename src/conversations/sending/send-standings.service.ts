import { Injectable } from '@nestjs/common';
import type { ConversationId, WorkspaceId } from '../../shared/kernel';
import { ConversationsRepository } from '../repositories/conversations.repository';
import { MessagesRepository } from '../repositories/messages.repository';
import type { MessageRow } from '../schemas/message.schema';

export interface SendRef {
  conversationId: ConversationId;
  sendId: string;
}

/** gone: neither settled nor on its way, so it was called off before it went out. */
export type SendStanding =
  | { kind: 'under-way' }
  | { kind: 'sent'; mid: string; at: Date }
  | { kind: 'failed' | 'parked'; code: string; message: string }
  | { kind: 'gone' };

/** What became of sends, for the domains that keep a record of theirs. */
@Injectable()
export class SendStandings {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly messages: MessagesRepository,
  ) {}

  /** By the id of the send. */
  async of(workspaceId: WorkspaceId, sends: readonly SendRef[]): Promise<Map<string, SendStanding>> {
    const sendIds = sends.map(({ sendId }) => sendId);
    // The outbox first: a send leaves it only once its row is written.
    const underWay = await this.conversations.outboxIds(
      workspaceId,
      sends.map(({ conversationId }) => conversationId),
    );
    const rows = await this.messages.findAll(workspaceId, sendIds);
    const settled = new Map(rows.map((row) => [row._id, standingOf(row)]));
    return new Map(
      sendIds.map((id) => [id, settled.get(id) ?? { kind: underWay.has(id) ? 'under-way' : ('gone' as const) }]),
    );
  }
}

function standingOf({ status, mid, at, error }: MessageRow): SendStanding {
  if (status === 'sent' || mid !== undefined) return { kind: 'sent', mid: mid ?? '', at };
  return {
    kind: status === 'parked' ? 'parked' : 'failed',
    code: error?.code ?? status,
    message: error?.message ?? 'The message was not sent.',
  };
}
