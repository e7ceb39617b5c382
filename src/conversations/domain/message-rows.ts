import type { ConversationState, OutboxEntry } from '../schemas/conversation.schema';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import type { MessageRow } from '../schemas/message.schema';
import type { EchoReceived, MessageReceived, PostbackReceived } from './channel-event';
import { visibleTextOf } from './content';

const baseOf = (event: LaneEvent) => ({
  _id: event._id,
  workspaceId: event.workspaceId,
  conversationId: event.conversationId,
  accountId: event.accountId,
  at: event.platformAt,
  correlationId: event.correlationId,
});

export function receivedMessage(event: LaneEvent, payload: MessageReceived | PostbackReceived): MessageRow {
  const base = { ...baseOf(event), direction: 'in', origin: 'participant', status: 'received' } as const;
  const mid = payload.mid === undefined ? {} : { mid: payload.mid };
  if (payload.kind === 'postback')
    return { ...base, ...mid, text: payload.title ?? '', attachments: [], postbackPayload: payload.payload };
  const quickReply = payload.quickReplyPayload === undefined ? {} : { quickReplyPayload: payload.quickReplyPayload };
  return { ...base, ...mid, ...quickReply, text: payload.text ?? '', attachments: payload.attachments };
}

/** Typed by a person in the channel's own app. */
export function appMessage(event: LaneEvent, payload: EchoReceived): MessageRow {
  return {
    ...baseOf(event),
    direction: 'out',
    origin: 'app',
    status: 'sent',
    mid: payload.mid,
    text: payload.text ?? '',
    attachments: payload.attachments,
  };
}

type SendResult =
  | { status: 'sent'; mid: string; at: Date }
  | { status: 'failed' | 'parked'; error: { code: string; message: string }; at: Date };

/** The row of a send, once its outcome is known. */
export function sentMessage(
  conversation: Pick<ConversationState, '_id' | 'workspaceId' | 'accountId'>,
  entry: OutboxEntry,
  result: SendResult,
): MessageRow {
  return {
    _id: entry.id,
    workspaceId: conversation.workspaceId,
    conversationId: conversation._id,
    accountId: conversation.accountId,
    direction: 'out',
    origin: entry.origin,
    effectId: entry.id,
    ...(entry.userId === undefined ? {} : { userId: entry.userId }),
    text: visibleTextOf(entry.content),
    content: entry.content,
    attachments: [],
    correlationId: entry.correlationId,
    ...result,
  };
}
