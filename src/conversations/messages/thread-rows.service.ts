import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel';
import { amendedMessage } from '../domain/amended-message';
import type { EditReceived, ReactionReceived, UnsendReceived } from '../domain/channel-event';
import { type Amendment, isAmendment } from '../domain/event-standing';
import { eventIdOf, transcriptEventId } from '../domain/event-id';
import { unsentRow } from '../domain/message-rows';
import { termsOfEdits } from '../domain/message-terms';
import { nextLookAt } from '../domain/edited-words';
import { ConversationsRepository } from '../repositories/conversations.repository';
import { InboxRepository } from '../repositories/inbox.repository';
import { type MarkedMessage, MessageMarksRepository } from '../repositories/message-marks.repository';
import { MessagesRepository } from '../repositories/messages.repository';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import type { MessageRow } from '../schemas/message.schema';
import type { MarkedReaction } from '../schemas/message-mark.schema';

/**
 * The rows of a thread: what came in, and what happens to messages afterwards: reactions, edits, withdrawals. Every write
 * gives the same in any order and any number of times, so that it may run beside the commit that implies it, or after it.
 */
@Injectable()
export class ThreadRows {
  constructor(
    private readonly marks: MessageMarksRepository,
    private readonly messages: MessagesRepository,
    private readonly conversations: ConversationsRepository,
    private readonly inbox: InboxRepository,
    private readonly clock: Clock,
  ) {}

  /** Of one workspace. A message may arrive after its author took it back: then nothing of it is kept. */
  async insert(rows: readonly MessageRow[]): Promise<void> {
    const known = await this.messages.insertNew(rows);
    const [row] = rows;
    if (known.length === 0 || row === undefined) return;
    const unsent = await this.messages.unsentAmong(row.workspaceId, known);
    if (unsent.length > 0) await this.inbox.forgetContent(row.workspaceId, unsent);
  }

  /** Of these events of one conversation, those that amend a message; the rows that the others brought are there. */
  async amend(events: readonly LaneEvent[]): Promise<void> {
    for (const event of events) if (isAmendment(event.payload)) await this.apply(event, event.payload);
  }

  private async apply(event: LaneEvent, payload: Amendment): Promise<void> {
    const message = messageOf(event, payload.mid);
    switch (payload.kind) {
      case 'reaction':
        return this.marks.react(message, reactionOf(event, payload));
      case 'edit':
        return this.edit(event, message, payload);
      case 'unsend':
        return this.unsend(event, message, payload);
    }
  }

  private async edit(event: LaneEvent, message: MarkedMessage, { text, editNumber }: EditReceived): Promise<void> {
    const { edits, unsentAt } = await this.marks.edit(message, { number: editNumber, text, at: event.platformAt });
    if (unsentAt !== undefined && unsentAt !== null) return this.inbox.forgetContent(event.workspaceId, [event._id]);
    const found = await this.messages.replaceTerms(amendedMessage(message), termsOfEdits(edits));
    if (!found) await this.marks.awaitMessage(message, nextLookAt(this.clock.now(), 0));
  }

  private async unsend(event: LaneEvent, message: MarkedMessage, payload: UnsendReceived): Promise<void> {
    const { workspaceId, accountId, conversationId, platformAt } = event;
    const { mid } = payload;
    const { edits } = await this.marks.unsend(message, platformAt);
    const editIds = edits.map(({ number }) => eventIdOf(accountId, `edit:${mid}:${number}`));
    const amended = amendedMessage(message);
    const { receivedIds } = amended;
    const was = await this.messages.unsend(amended, platformAt);
    if (was === null) await this.messages.insertNew([unsentRow(event, payload)]);
    else if (was.text !== '') await this.conversations.forgetPreview(workspaceId, conversationId, was);
    const heardIds = receivedIds.map(transcriptEventId);
    await this.inbox.forgetContent(workspaceId, [...receivedIds, ...editIds, ...heardIds]);
  }
}

const messageOf = ({ workspaceId, conversationId, accountId }: LaneEvent, mid: string): MarkedMessage => ({
  workspaceId,
  conversationId,
  accountId,
  mid,
});

function reactionOf({ platformAt }: LaneEvent, payload: ReactionReceived): MarkedReaction {
  const by = payload.fromAccount === true ? 'account' : 'participant';
  const { action, reaction, emoji } = payload;
  return {
    by,
    action,
    ...(reaction === undefined ? {} : { reaction }),
    ...(emoji === undefined ? {} : { emoji }),
    at: platformAt,
  };
}
