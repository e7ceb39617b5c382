import { z } from 'zod';
import type { ChannelEvent } from '../../conversations';
import { decodeComment, decodeMention } from './decode-change';
import { decodeMessagingItem, type Undecoded } from './decode-messaging';
import { envelope, type WebhookEntry, webhookEntry } from './webhook-payload';

/** One item of a batch, before it is known whose account it is for. `raw`: as it came. */
export type DecodedItem =
  | { kind: 'event'; igUserId: string; event: ChannelEvent; raw: unknown }
  | { kind: 'unrecognised'; igUserId: string; reason: string; raw: unknown };

interface EntryItem {
  shape: 'messaging' | 'standby' | 'changes' | 'none';
  raw: unknown;
}

const change = z.looseObject({ field: z.string(), value: z.unknown() });

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
  return itemsOf(parsed.data, raw).map((item) => {
    const decoded = decodeItem(parsed.data, item);
    const from = { igUserId: parsed.data.id, raw: item.raw };
    return 'reason' in decoded
      ? { kind: 'unrecognised', ...from, ...decoded }
      : { kind: 'event', ...from, event: decoded };
  });
}

/** An entry holds its items in one of four shapes: messaging[], standby[], changes[], or flat field and value. */
function itemsOf(entry: WebhookEntry, whole: unknown): EntryItem[] {
  const shapes = (['messaging', 'standby', 'changes'] as const).filter((shape) => Array.isArray(entry[shape]));
  if (shapes.length === 0) return [{ shape: 'field' in entry ? 'changes' : 'none', raw: whole }];
  return shapes.flatMap((shape) => membersOf(entry[shape]).map((raw) => ({ shape, raw })));
}

const membersOf = (list: unknown): unknown[] => (Array.isArray(list) ? list : []);

function decodeItem(entry: WebhookEntry, { shape, raw }: EntryItem): ChannelEvent | Undecoded {
  if (shape === 'none') return { reason: 'The entry holds nothing that is known.' };
  return shape === 'changes' ? decodeChange(entry, raw) : decodeMessagingItem(entry.id, raw, shape === 'standby');
}

function decodeChange({ id, time }: WebhookEntry, raw: unknown): ChannelEvent | Undecoded {
  const parsed = change.safeParse(raw);
  if (!parsed.success) return { reason: 'The change does not have the documented shape.' };
  const { field, value } = parsed.data;
  // The dashboard's tests wrap items of `messaging` like that.
  if (isMessaging(value)) return decodeMessagingItem(id, value, field === 'standby');
  if (time === undefined) return { reason: 'The entry has no time.' };
  switch (field) {
    case 'comments':
    case 'live_comments':
      return decodeComment(value, time, field === 'live_comments');
    case 'mentions':
      return decodeMention(id, value, time);
    default:
      return { reason: `The field “${field.slice(0, 100)}” is not handled.` };
  }
}

const isMessaging = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'sender' in value && 'recipient' in value;
