import type { Attachment, ChannelEvent } from '../../conversations';
import type { HistoryKind } from './history-sync';

interface Person {
  id: string;
  username?: string;
}

/** As Instagram remembers it. */
export interface PastMessage {
  mid: string;
  at: Date;
  from: Person;
  to: readonly Person[];
  text: string;
  /** Of these kinds, in the words of webhooks. */
  attachments: readonly { type: string; url?: string }[];
  replyToMid?: string;
  isUnsupported: boolean;
}

/** What the account is called on the platform; by either id. */
export interface AccountIds {
  igUserId: string;
  igScopedId: string;
}

/**
 * A message of the past as the event that its webhook would have been, with the same key, so that either is a duplicate
 * of the other. Null for one that names no participant.
 */
export function pastEventOf(
  message: PastMessage,
  account: AccountIds,
  backfill: HistoryKind,
): Extract<ChannelEvent, { kind: 'message' | 'echo' }> | null {
  const isAccount = (id: string) => id === account.igUserId || id === account.igScopedId;
  const fromAccount = isAccount(message.from.id);
  const participant = fromAccount ? message.to.find(({ id }) => !isAccount(id)) : message.from;
  if (participant === undefined || participant.id === '') return null;
  const { mid, text, attachments, replyToMid, isUnsupported } = message;
  const common = {
    participantId: participant.id,
    at: message.at.getTime(),
    backfill,
    ...(participant.username === undefined ? {} : { username: participant.username }),
    mid,
    ...(text === '' ? {} : { text }),
    attachments: attachments.map(asReceived),
    ...(replyToMid === undefined ? {} : { replyTo: { mid: replyToMid } }),
  };
  if (fromAccount) return { kind: 'echo', dedupeKey: `echo:${mid}`, ...common };
  const strange = isUnsupported ? { isUnsupported: true as const } : {};
  return { kind: 'message', dedupeKey: `message:${mid}`, ...common, ...strange };
}

/**
 * Newest first, as Instagram gives them, to oldest first. Its times are whole seconds: what it has put in order within one
 * stays in order.
 */
export function inOrder(messages: readonly PastMessage[]): PastMessage[] {
  const ordered: PastMessage[] = [];
  for (const message of [...messages].reverse()) {
    const before = ordered.at(-1)?.at.getTime() ?? 0;
    const isSameSecond = Math.floor(before / 1_000) === Math.floor(message.at.getTime() / 1_000);
    ordered.push(isSameSecond ? { ...message, at: new Date(Math.max(before + 1, message.at.getTime())) } : message);
  }
  return ordered;
}

/** Meta forbids copies of stories. */
const STORY_TYPES: readonly string[] = ['story_mention', 'story'];

const asReceived = (attachment: PastMessage['attachments'][number]): Attachment =>
  STORY_TYPES.includes(attachment.type) ? { ...attachment, isStory: true } : attachment;
