import type { ChannelEvent } from '../../conversations';
import { envelope, type MessagingItem, messagingItem, type WebhookEntry, webhookEntry } from './webhook-payload';

/** One item of a batch, before it is known whose account it is for. */
export type DecodedItem =
  | { kind: 'event'; igUserId: string; event: ChannelEvent }
  | { kind: 'unrecognised'; igUserId: string; reason: string; raw: unknown };

/** Splits a webhook body into items. Null: the body is no webhook of Instagram at all. Pure. */
export function decodeWebhook(body: unknown): DecodedItem[] | null {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return null;
  return parsed.data.entry.flatMap(decodeEntry);
}

/** An entry that nobody understands says nothing against the others. */
function decodeEntry(raw: unknown): DecodedItem[] {
  const parsed = webhookEntry.safeParse(raw);
  if (!parsed.success)
    return [{ kind: 'unrecognised', igUserId: '', reason: 'The entry does not have the documented shape.', raw }];
  return itemsOf(parsed.data).map((item) => decodeItem(parsed.data.id, item));
}

/** An entry holds its items in one of four shapes: messaging[], standby[], changes[], or flat field and value. */
function itemsOf(
  entry: WebhookEntry,
): { shape: 'messaging' | 'standby' | 'changes' | 'flat' | 'none'; raw: unknown }[] {
  for (const shape of ['messaging', 'standby', 'changes'] as const) {
    const items = entry[shape];
    if (Array.isArray(items)) return items.map((raw: unknown) => ({ shape, raw }));
  }
  return [{ shape: 'field' in entry ? 'flat' : 'none', raw: entry }];
}

function decodeItem(igUserId: string, { shape, raw }: ReturnType<typeof itemsOf>[number]): DecodedItem {
  const unrecognised = (reason: string): DecodedItem => ({ kind: 'unrecognised', igUserId, reason, raw });
  if (shape !== 'messaging') return unrecognised(`Entries of the shape "${shape}" are not handled.`);
  const parsed = messagingItem.safeParse(raw);
  if (!parsed.success) return unrecognised('The item does not have the documented shape.');
  const event = eventOf(parsed.data);
  return event === null ? unrecognised('The kind of the item is not handled.') : { kind: 'event', igUserId, event };
}

function eventOf(item: MessagingItem): ChannelEvent | null {
  const at = inMilliseconds(item.timestamp);
  if (item.message?.is_deleted === true) return null;
  if (item.message !== undefined) return messageOf(item, item.message, at);
  const participantId = item.sender.id;
  if (item.postback !== undefined) {
    const { mid, title, payload } = item.postback;
    const dedupeKey = mid === undefined ? `postback:${participantId}:${at}:${payload}` : `postback:${mid}`;
    return { kind: 'postback', participantId, at, dedupeKey, mid, title, payload };
  }
  if (item.read !== undefined)
    return { kind: 'seen', participantId, at, dedupeKey: `seen:${participantId}:${item.read.mid}`, mid: item.read.mid };
  return null;
}

function messageOf(item: MessagingItem, message: NonNullable<MessagingItem['message']>, at: number): ChannelEvent {
  const { mid } = message;
  const text = message.text ?? templateText(message);
  const attachments = (message.attachments ?? []).map(({ type, payload }) => ({
    type,
    ...(payload?.url === undefined ? {} : { url: payload.url }),
  }));
  // The sender of an echo is the account itself.
  if (message.is_echo === true)
    return { kind: 'echo', participantId: item.recipient.id, at, dedupeKey: `echo:${mid}`, mid, text, attachments };
  const common = {
    kind: 'message' as const,
    participantId: item.sender.id,
    at,
    dedupeKey: `message:${mid}`,
    mid,
    text,
    attachments,
  };
  return { ...common, quickReplyPayload: message.quick_reply?.payload, replyToMid: message.reply_to?.mid };
}

function templateText({ attachments = [] }: NonNullable<MessagingItem['message']>): string | undefined {
  const { button, generic, text } = attachments.find(({ type }) => type === 'template')?.payload ?? {};
  return button?.text ?? generic?.elements[0]?.title ?? text;
}

/** Field evidence: some deliveries carry seconds. Anything before 2001 in milliseconds must be seconds. */
function inMilliseconds(timestamp: number): number {
  return timestamp < 1e12 ? timestamp * 1_000 : timestamp;
}
