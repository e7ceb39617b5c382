import { Injectable } from '@nestjs/common';
import type { CursorPosition, WorkspaceId } from '../../shared/kernel';
import { pendingMessage, type ShownMessage, shownMessage } from '../domain/shown-message';
import { MessageMarksRepository } from '../repositories/message-marks.repository';
import { MessagesRepository } from '../repositories/messages.repository';
import { type ThreadRead, ThreadRepository } from '../repositories/thread.repository';
import type { ConversationState } from '../schemas/conversation.schema';
import type { MessageRow } from '../schemas/message.schema';

/** Messages as people see them, with what happened to them since. */
@Injectable()
export class ShownMessages {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly marks: MessageMarksRepository,
    private readonly threads: ThreadRepository,
  ) {}

  /** Settled ones, newest first. */
  async thread(conversation: ConversationState, limit: number, before?: CursorPosition): Promise<ShownMessage[]> {
    const { workspaceId, _id } = conversation;
    return this.ofPage(conversation, await this.threads.older(workspaceId, _id, limit, before));
  }

  /** In the order of its rows. */
  ofPage({ participantSeenAt }: ConversationState, { rows, marks }: ThreadRead): ShownMessage[] {
    const byMid = new Map(marks.map((mark) => [mark.mid, mark]));
    return rows.map((row) => shownMessage(row, participantSeenAt, byMid.get(row.mid ?? '')));
  }

  /** Of these ids, those of the conversation: settled, or on their way. */
  async byIds(conversation: ConversationState, ids: readonly string[]): Promise<ShownMessage[]> {
    const rows = await this.messages.findAll(conversation.workspaceId, ids);
    const settled = new Set(rows.map(({ _id }) => _id));
    const onTheWay = conversation.outbox.filter(({ id }) => ids.includes(id) && !settled.has(id));
    const here = rows.filter(({ conversationId }) => conversationId === conversation._id);
    const { workspaceId, participantSeenAt } = conversation;
    const shown = await this.ofRows(workspaceId, here, () => participantSeenAt);
    return [...shown, ...onTheWay.map(pendingMessage)];
  }

  /** In the order of the rows, of whatever conversations; `seenAt`: until when the person has read, as far as it is known. */
  async ofRows(
    workspaceId: WorkspaceId,
    rows: readonly MessageRow[],
    seenAt: (row: MessageRow) => Date | null,
  ): Promise<ShownMessage[]> {
    const marks = await this.marks.ofMessages(workspaceId, rows);
    return rows.map((row) => shownMessage(row, seenAt(row), marks.get(row._id)));
  }
}
