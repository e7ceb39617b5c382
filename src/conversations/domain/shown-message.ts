import type { OutboxEntry } from '../schemas/conversation.schema';
import type { MessageOrigin, MessageRow } from '../schemas/message.schema';
import type { Attachment, OutgoingContent } from './content';

/** A message as people see it: settled ones from their rows, those on their way from the outbox. */
export interface ShownMessage {
  id: string;
  direction: 'in' | 'out';
  origin: MessageOrigin;
  status: 'received' | 'queued' | 'sending' | 'unknown' | 'sent' | 'seen' | 'failed' | 'parked' | 'discarded';
  text: string;
  content?: OutgoingContent;
  attachments: Attachment[];
  at: Date;
  userId?: string;
  error?: { code: string; message: string };
}

export function shownMessage(row: MessageRow, participantSeenAt: Date | null): ShownMessage {
  const seen =
    row.direction === 'out' && row.status === 'sent' && participantSeenAt !== null && row.at <= participantSeenAt;
  const { _id: id, direction, origin, text, content, attachments, at, userId, error } = row;
  return { id, direction, origin, status: seen ? 'seen' : row.status, text, content, attachments, at, userId, error };
}

export function pendingMessage(entry: OutboxEntry): ShownMessage {
  const { id, origin, content, createdAt: at, userId } = entry;
  const status = entry.status === 'pending' ? 'queued' : entry.status;
  return { id, direction: 'out', origin, status, text: content.text, content, attachments: [], at, userId };
}
