import { knownFields } from '../../shared/kernel';
import type { OutboxEntry } from '../schemas/conversation.schema';
import type { MessageMarkRow } from '../schemas/message-mark.schema';
import type { MessageOrigin, MessageRow } from '../schemas/message.schema';
import { type Attachment, visibleTextOf } from './content';

/** What a row says that is shown as it stands. */
type Told = Pick<
  MessageRow,
  | 'mid'
  | 'kind'
  | 'userId'
  | 'error'
  | 'content'
  | 'replyTo'
  | 'referral'
  | 'about'
  | 'details'
  | 'isUnsupported'
  | 'standby'
  | 'unsentAt'
  | 'author'
>;

export interface ShownReaction {
  by: 'participant' | 'account';
  emoji?: string;
  reaction?: string;
  at: Date;
}

/** A message as people see it: settled ones from their rows, those on their way from the outbox. */
export interface ShownMessage extends Told {
  id: string;
  direction: 'in' | 'out';
  origin: MessageOrigin;
  status: 'received' | 'queued' | 'sending' | 'unknown' | 'sent' | 'seen' | 'failed' | 'parked' | 'discarded';
  text: string;
  attachments: Attachment[];
  at: Date;
  reactions: ShownReaction[];
  /** What it said before it was edited, oldest first. */
  earlierTexts: { text: string; at: Date }[];
  editedAt?: Date;
}

export function shownMessage(row: MessageRow, participantSeenAt: Date | null, mark?: MessageMarkRow): ShownMessage {
  const seen =
    row.direction === 'out' && row.status === 'sent' && participantSeenAt !== null && row.at <= participantSeenAt;
  const { _id: id, direction, origin, text, attachments, at } = row;
  const shown = { id, direction, origin, status: seen ? 'seen' : row.status, text, attachments, at } as const;
  return marked({ ...toldBy(row), ...shown, reactions: [], earlierTexts: [] }, mark);
}

function toldBy(row: MessageRow): Told {
  const { mid, kind, userId, author, error, content, replyTo } = row;
  const { referral, about, details, isUnsupported, standby, unsentAt } = row;
  const written = { mid, kind, userId, author, error, content, replyTo };
  return knownFields({ ...written, referral, about, details, isUnsupported, standby, unsentAt });
}

/** With what happened to it afterwards. */
function marked(message: ShownMessage, mark: MessageMarkRow | undefined): ShownMessage {
  if (mark === undefined) return message;
  // A withdrawal counts also where the message itself has come later.
  if (mark.unsentAt) return unsent({ ...message, unsentAt: message.unsentAt ?? mark.unsentAt });
  const reactions = mark.reactions
    .filter(({ action }) => action === 'react')
    .map(({ by, emoji, reaction, at }) => knownFields({ by, emoji, reaction, at }));
  const last = mark.edits.at(-1);
  if (last === undefined) return { ...message, reactions };
  const before = mark.edits.slice(0, -1).map(({ text, at }) => ({ text, at }));
  const earlierTexts = [{ text: message.text, at: message.at }, ...before];
  return { ...message, reactions, text: last.text, earlierTexts, editedAt: last.at };
}

function unsent({ id, mid, direction, origin, status, at, unsentAt }: ShownMessage): ShownMessage {
  const nothing = { text: '', attachments: [], reactions: [], earlierTexts: [] };
  return knownFields({ id, mid, direction, origin, status, at, unsentAt, ...nothing });
}

export function pendingMessage(entry: OutboxEntry): ShownMessage {
  const { id, origin, content, createdAt: at, userId, author } = entry;
  const status = entry.status === 'pending' ? 'queued' : entry.status;
  const base = { id, direction: 'out', origin, status, text: visibleTextOf(content), content, at } as const;
  return { ...base, ...knownFields({ userId, author }), attachments: [], reactions: [], earlierTexts: [] };
}
