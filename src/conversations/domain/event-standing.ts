import type { ConversationState } from '../schemas/conversation.schema';
import type { LaneEvent, LaneEventPayload } from '../schemas/inbox-event.schema';
import type {
  EditReceived,
  MessageReceived,
  PostbackReceived,
  ReactionReceived,
  UnsendReceived,
} from './channel-event';
import { GAP_FRESH_MS } from './limits';

/** What the participant says, as opposed to what they do. */
export const isWritten = (payload: LaneEventPayload): payload is MessageReceived | PostbackReceived =>
  payload.kind === 'message' || payload.kind === 'postback';

export type Amendment = ReactionReceived | EditReceived | UnsendReceived;

/** What changes a message that was there before. */
export const isAmendment = (payload: LaneEventPayload): payload is Amendment =>
  payload.kind === 'reaction' || payload.kind === 'edit' || payload.kind === 'unsend';

/** What another app, or the thread itself, told; and what we have from reading it later. */
export const standsBy = (payload: LaneEventPayload): boolean => 'standby' in payload && payload.standby === true;

/** Another app has the thread now: what arrives is only passed on to us, or control was taken. */
export const tellsOfOtherApp = (payload: LaneEventPayload): boolean =>
  (isWritten(payload) && standsBy(payload)) || (payload.kind === 'thread-control' && payload.what === 'taken');
const backfillOf = (payload: LaneEventPayload): 'gap' | 'history' | undefined =>
  'backfill' in payload ? payload.backfill : undefined;
export const isHistory = (payload: LaneEventPayload): boolean => backfillOf(payload) === 'history';

/**
 * Whether the platform lets the account write for a while because of it: a message, a tap, a link that was followed, a
 * reaction. Comments do not, nor does anything that the account itself caused. ("Messenger Platform policy")
 */
export function opensWindow(payload: LaneEventPayload): boolean {
  if (standsBy(payload)) return false;
  if (payload.kind === 'reaction') return payload.action === 'react' && payload.fromAccount !== true;
  return isWritten(payload) || payload.kind === 'referral';
}

/** Whether the conversation belongs into the inbox because of it: then they do speak with each other. */
export function reveals(payload: LaneEventPayload): boolean {
  return isWritten(payload) || ['echo', 'person-send', 'referral'].includes(payload.kind);
}

/** The person wants nothing, or is not to get anything. */
const isClosedOff = ({ optedOut, blockedAt }: { optedOut: boolean; blockedAt?: Date | null }): boolean =>
  optedOut || (blockedAt ?? null) !== null;

/**
 * Not when its window is over, nor when a later turn has passed it: an answer now would confuse. A comment has no window
 * and stands by itself.
 */
export function isAnswerable(
  event: Pick<LaneEvent, 'payload' | 'platformAt'>,
  conversation: Pick<ConversationState, 'optedOut' | 'lastInboundAt' | 'lastWrittenAt'> &
    Partial<Pick<ConversationState, 'blockedAt'>>,
  { now, windowMs }: { now: Date; windowMs: number },
): boolean {
  const { payload, platformAt } = event;
  if (isClosedOff(conversation) || standsBy(payload) || isHistory(payload)) return false;
  const age = now.getTime() - platformAt.getTime();
  if (backfillOf(payload) === 'gap' && age >= GAP_FRESH_MS) return false;
  if (payload.kind === 'comment') return true;
  // Rows from before there was `lastWrittenAt` have the other alone.
  const passedAt = conversation.lastWrittenAt ?? conversation.lastInboundAt;
  return age < windowMs && (passedAt === null || platformAt >= passedAt);
}

/** From when a hold counts that the event begins: what a person typed while nothing was told began then. */
export const holdsFrom = ({ payload, platformAt }: Pick<LaneEvent, 'payload' | 'platformAt'>, now: Date): Date =>
  payload.kind === 'echo' && backfillOf(payload) !== undefined ? platformAt : now;
