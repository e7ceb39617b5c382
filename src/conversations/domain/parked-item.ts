import type { InboxEventRow, InboxPayload } from '../schemas/inbox-event.schema';
import type { MessageRow } from '../schemas/message.schema';

/** What was set aside, as a platform admin sees it. */
export interface ParkedItem {
  kind: 'event' | 'send';
  id: string;
  workspaceId: string | null;
  conversationId: string | null;
  at: Date;
  reason: string;
  /** What was received, or what should have been sent. */
  content: unknown;
  correlationId: string;
}

const shownPayload = (payload: InboxPayload): unknown =>
  payload.kind === 'unrecognised' ? { ...payload, raw: JSON.parse(payload.raw) as unknown } : payload;

export const parkedEvent = (event: InboxEventRow): ParkedItem => ({
  kind: 'event',
  id: event._id,
  workspaceId: event.workspaceId,
  conversationId: event.conversationId,
  at: event.receivedAt,
  reason: event.parked?.reason ?? (event.payload.kind === 'unrecognised' ? event.payload.reason : ''),
  content: shownPayload(event.payload),
  correlationId: event.correlationId,
});

export const parkedSend = (message: MessageRow): ParkedItem => ({
  kind: 'send',
  id: message._id,
  workspaceId: message.workspaceId,
  conversationId: message.conversationId,
  at: message.at,
  reason: message.error?.message ?? '',
  content: message.content,
  correlationId: message.correlationId,
});
