import type { AccountState } from '../channel.port';
import type { ConversationState, OutboxEntry } from '../schemas/conversation.schema';
import { isHeld } from './silence';
import { mayWrite, type WindowPolicy, type WindowVerdict } from './window';

export type RefusedClaim =
  /** The head is another by now, or on its way. */
  | { kind: 'moved-on' }
  /** May go out later. */
  | { kind: 'wait'; ms: number }
  /** Never may. */
  | { kind: 'drop'; error: { code: string; message: string } };

/** Why nobody, or no bot, may write now; for people. */
export const WINDOW_REFUSALS: Readonly<Record<Extract<WindowVerdict, { kind: 'refused' }>['reason'], string>> = {
  'never-opened': 'The participant has not written yet, and the platform lets nobody write first.',
  closed: 'The participant’s last message is too long ago for the platform to allow an answer.',
  'people-only': 'The participant’s last message is too long ago for the bot to answer; a person still may.',
};

/** Code of a send that was dropped since a person has taken over. */
export const HELD = 'SEND.HELD';

export const COMMENT_TOO_OLD = 'The time in which the comment could be answered is over.';

const ACCOUNT_RETRY_MS = 5_000;

/** Why a pending head may not be sent now: what the claim's filter refused, in words. */
export function refusalOf(
  conversation: ConversationState,
  entry: OutboxEntry,
  facts: { account: AccountState; window: WindowPolicy; now: Date },
): RefusedClaim {
  const head = conversation.outbox[0];
  if (head === undefined || head.id !== entry.id || head.status !== 'pending') return { kind: 'moved-on' };
  const never = whyNever(conversation, head);
  if (never !== null) return never;
  if (isSilenced(head, conversation.hold, facts.now))
    return drop(HELD, 'A person has taken over; the bot stays silent.');
  const tooLate = lateness(conversation, head, facts);
  if (tooLate !== null) return tooLate;
  if (!facts.account.sendable) return { kind: 'wait', ms: ACCOUNT_RETRY_MS };
  return { kind: 'moved-on' };
}

function whyNever(
  { optedOut, blockedAt }: Pick<ConversationState, 'optedOut' | 'blockedAt'>,
  { refusal }: OutboxEntry,
): RefusedClaim | null {
  if (refusal !== undefined) return { kind: 'drop', error: refusal };
  if (optedOut) return drop('SEND.OPTED_OUT', 'The participant does not want messages.');
  if (blockedAt) return drop('SEND.BLOCKED', 'The participant is blocked.');
  return null;
}

const isSilenced = (send: OutboxEntry, hold: ConversationState['hold'], now: Date): boolean =>
  send.origin === 'bot' && isHeld(hold, now) && send.passesHoldId !== hold?.id;

/** A permit of its own takes the place of the window. */
function lateness(
  { lastInboundAt }: Pick<ConversationState, 'lastInboundAt'>,
  { origin, permittedUntil }: OutboxEntry,
  { window, now }: { window: WindowPolicy; now: Date },
): RefusedClaim | null {
  if (permittedUntil !== undefined) return permittedUntil > now ? null : drop('SEND.TOO_LATE', COMMENT_TOO_OLD);
  const verdict = mayWrite({ ...window, openedAt: lastInboundAt, now }, origin);
  if (verdict.kind !== 'refused') return null;
  const since = verdict.closedAt === null ? '' : ` It closed at ${verdict.closedAt.toISOString()}.`;
  return drop('SEND.WINDOW_CLOSED', `${WINDOW_REFUSALS[verdict.reason]}${since}`);
}

const drop = (code: string, message: string): RefusedClaim => ({ kind: 'drop', error: { code, message } });
