import { knownFields } from '../../shared/kernel';
import type { ConversationState, OutboxEntry } from '../schemas/conversation.schema';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import type { MessageRow, SendError } from '../schemas/message.schema';
import type { EchoReceived, MessageReceived, PostbackReceived, UnsendReceived } from './channel-event';
import { visibleTextOf } from './content';
import { eventIdOf } from './event-id';
import { noticeRow } from './notice-rows';
import { rowBaseOf } from './row-base';

/** The row of what came in; null when it changes another row, or is not shown. */
export function rowOf(event: LaneEvent): MessageRow | null {
  const { payload } = event;
  switch (payload.kind) {
    case 'message':
    case 'postback':
      return receivedMessage(event, payload);
    case 'echo':
      return appMessage(event, payload);
    case 'comment':
    case 'mention':
    case 'referral':
    case 'optin':
    case 'thread-control':
      return noticeRow(event, payload);
    default:
      return null;
  }
}

export function receivedMessage(event: LaneEvent, payload: MessageReceived | PostbackReceived): MessageRow {
  const { mid, referral, standby, backfill } = payload;
  return knownFields({
    ...rowBaseOf(event),
    direction: 'in',
    origin: 'participant',
    status: 'received',
    mid,
    referral,
    standby,
    backfill,
    ...(payload.kind === 'postback' ? tapped(payload) : written(payload)),
  });
}

const tapped = ({ title, payload }: PostbackReceived) => ({
  text: title ?? '',
  attachments: [],
  postbackPayload: payload,
});

const written = ({ text, attachments, quickReplyPayload, replyTo, isUnsupported }: MessageReceived) => ({
  text: text ?? '',
  attachments,
  quickReplyPayload,
  replyTo,
  isUnsupported,
});

/** Typed by a person in the channel's own app. */
export function appMessage(event: LaneEvent, payload: EchoReceived): MessageRow {
  const { mid, text, attachments, replyTo, standby, backfill } = payload;
  return knownFields({
    ...rowBaseOf(event),
    direction: 'out',
    origin: 'app',
    status: 'sent',
    mid,
    replyTo,
    standby,
    backfill,
    text: text ?? '',
    attachments,
  });
}

/** The place of a message that was taken back before it arrived: when it does, it finds its place taken. */
export function unsentRow(event: LaneEvent, { mid, fromAccount }: UnsendReceived): MessageRow {
  const base = { ...rowBaseOf(event), mid, text: '', attachments: [], unsentAt: event.platformAt };
  if (fromAccount === true) {
    const _id = eventIdOf(event.accountId, `echo:${mid}`);
    return { ...base, _id, direction: 'out', origin: 'app', status: 'sent' };
  }
  return {
    ...base,
    _id: eventIdOf(event.accountId, `message:${mid}`),
    direction: 'in',
    origin: 'participant',
    status: 'received',
  };
}

type SendResult =
  | { status: 'sent'; mid?: string; at: Date }
  | { status: 'failed' | 'parked' | 'discarded'; error?: SendError; at: Date };

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
    ...(entry.author === undefined ? {} : { author: entry.author }),
    text: visibleTextOf(entry.content),
    content: entry.content,
    attachments: [],
    correlationId: entry.correlationId,
    ...result,
  };
}
