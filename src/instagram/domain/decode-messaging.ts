import type { ChannelEvent, EditReceived, ReactionReceived, ThreadControlChanged } from '../../conversations';
import { knownFields } from '../../shared/kernel';
import { decodeMessage, ifTrue, referralOf, type Said } from './decode-message';
import { type ControlPayload, type MessagingItem, messagingItem } from './messaging-payload';

/** Why an item gives no event, in words. */
export interface Undecoded {
  reason: string;
}

/** The ids of people that the dashboard's tests invent. Source: its sample payloads; nobody is behind them. */
const SAMPLE_SENDER = '12334';

/** A member of `messaging` or `standby` of an entry for `accountId`. Pure. */
export function decodeMessagingItem(accountId: string, raw: unknown, standby: boolean): ChannelEvent | Undecoded {
  const parsed = messagingItem.safeParse(raw);
  if (!parsed.success) return { reason: 'The item does not have the documented shape.' };
  if (parsed.data.sender.id === SAMPLE_SENDER) return { reason: 'It is a test of Meta’s dashboard.' };
  const event = eventOf(saidBy(accountId, parsed.data), parsed.data);
  if (event === null) return { reason: 'The kind of the item is not handled.' };
  return standby ? { ...event, standby: true } : event;
}

/** What the account itself says is never somebody's message to it, however it is marked. */
function saidBy(accountId: string, { sender, recipient, timestamp, message }: MessagingItem): Said {
  const fromAccount = message?.is_echo === true || sender.id === accountId;
  return { participantId: fromAccount ? recipient.id : sender.id, at: timestamp, fromAccount };
}

function eventOf(said: Said, item: MessagingItem): ChannelEvent | null {
  if (item.message !== undefined) return decodeMessage(said, item.message);
  return (
    reactionOf(said, item) ??
    editOf(said, item) ??
    (said.fromAccount ? null : personOf(said, item)) ??
    controlOf(said, item)
  );
}

function reactionOf(
  { participantId, at, fromAccount }: Said,
  { sender, reaction }: MessagingItem,
): ReactionReceived | null {
  if (reaction === undefined) return null;
  const { mid, action, reaction: word, emoji } = reaction;
  return knownFields<ReactionReceived>({
    kind: 'reaction',
    participantId,
    at,
    dedupeKey: `reaction:${mid}:${sender.id}:${action}:${at}`,
    mid,
    action,
    ...(action === 'react' ? { reaction: word, emoji } : {}),
    fromAccount: ifTrue(fromAccount),
  });
}

function editOf({ participantId, at, fromAccount }: Said, { message_edit: edit }: MessagingItem): EditReceived | null {
  if (edit === undefined) return null;
  const { mid, text, num_edit: editNumber } = edit;
  return knownFields<EditReceived>({
    kind: 'edit',
    participantId,
    at,
    dedupeKey: `edit:${mid}:${editNumber}`,
    mid,
    text,
    editNumber,
    fromAccount: ifTrue(fromAccount),
  });
}

/** What only the participant can do. */
function personOf(said: Said, { postback, read, referral, optin }: MessagingItem): ChannelEvent | null {
  const { participantId, at } = said;
  if (postback !== undefined) return postbackOf(said, postback);
  if (read !== undefined)
    return { kind: 'seen', participantId, at, dedupeKey: `seen:${participantId}:${read.mid}`, mid: read.mid };
  if (referral !== undefined) {
    const dedupeKey = `referral:${participantId}:${at}:${referral.ref ?? referral.ad_id ?? ''}`;
    return { kind: 'referral', participantId, at, dedupeKey, referral: referralOf(referral) ?? {} };
  }
  if (optin === undefined) return null;
  const dedupeKey = `optin:${participantId}:${at}:${optin.type ?? ''}:${optin.payload ?? ''}`;
  return { kind: 'optin', participantId, at, dedupeKey, ...knownFields(optin) };
}

function postbackOf({ participantId, at }: Said, postback: NonNullable<MessagingItem['postback']>): ChannelEvent {
  const { mid, title, payload } = postback;
  const dedupeKey = mid === undefined ? `postback:${participantId}:${at}:${payload}` : `postback:${mid}`;
  const referral = referralOf(postback.referral);
  return knownFields({ kind: 'postback', participantId, at, dedupeKey, mid, title, payload, referral });
}

function controlOf({ participantId, at }: Said, item: MessagingItem): ThreadControlChanged | null {
  const found: [ThreadControlChanged['what'], ControlPayload | undefined][] = [
    ['passed', item.pass_thread_control],
    ['taken', item.take_thread_control],
    ['requested', item.request_thread_control],
  ];
  for (const [what, control] of found) {
    if (control === undefined) continue;
    const { previous_owner_app_id, new_owner_app_id, requested_owner_app_id, metadata } = control;
    const owners = {
      previousOwner: previous_owner_app_id,
      newOwner: new_owner_app_id,
      requestedOwner: requested_owner_app_id,
    };
    const dedupeKey = `control:${participantId}:${at}:${what}:${new_owner_app_id ?? requested_owner_app_id ?? ''}`;
    return knownFields<ThreadControlChanged>({
      kind: 'thread-control',
      participantId,
      at,
      dedupeKey,
      what,
      ...owners,
      metadata,
    });
  }
  return null;
}
