import type { ChannelEvent, IncomingItem } from '../../conversations';
import { isNestedWithin, stableId } from '../../shared/kernel';

/** Of one item that is kept as it came, in characters; Meta's have some hundreds. */
const RAW_LENGTH = 32 * 1_024;

/** Kept for an admin: nobody knows what it means or whose it is. */
export function unrecognisedItem(reason: string, igUserId: string, raw: unknown): IncomingItem {
  // Nobody could store it, and one item must not keep the others of its batch from being stored.
  const item = isNestedWithin(raw) ? raw : '(nested too deeply to keep)';
  const text = withoutTokens(item);
  const kept = text.length > RAW_LENGTH ? '(too long to keep)' : (JSON.parse(text) as unknown);
  return { kind: 'unrecognised', reason, key: stableId(igUserId, text), raw: { igUserId, item: kept } };
}

/** An item as it came, as JSON text; undefined when it is too much to keep. */
export function rawTextOf(event: ChannelEvent, raw: unknown): string | undefined {
  if (!isNestedWithin(raw)) return undefined;
  const text = event.kind === 'optin' ? withoutTokens(raw) : JSON.stringify(raw);
  return text.length > RAW_LENGTH ? undefined : text;
}

/** An opt-in carries a token that lets its holder write to the person. */
const withoutTokens = (raw: unknown): string =>
  JSON.stringify(raw, (name, value: unknown) => (name.endsWith('token') ? '(not kept)' : value)) ?? 'null';

/** A public reply of the account comes back as a comment: to answer it would never end. */
export function isOwnComment(
  event: ChannelEvent,
  account: { igUserId: string; igScopedId: string; username: string },
): boolean {
  if (event.kind !== 'comment') return false;
  const { participantId, username } = event;
  return (
    participantId === account.igUserId ||
    participantId === account.igScopedId ||
    username?.toLowerCase() === account.username.toLowerCase()
  );
}
