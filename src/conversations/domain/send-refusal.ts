import type { AccountState } from '../channel.port';
import type { ConversationState, OutboxEntry } from '../schemas/conversation.schema';
import { isHeld } from './fold-turn';

export type RefusedClaim =
  /** The head is another by now, or on its way. */
  | { kind: 'moved-on' }
  /** May go out later. */
  | { kind: 'wait'; ms: number }
  /** Never may. */
  | { kind: 'drop'; error: { code: string; message: string } };

const ACCOUNT_RETRY_MS = 5_000;

/** Why a pending head may not be sent now: what the claim's filter refused, in words. */
export function refusalOf(
  conversation: ConversationState,
  entry: OutboxEntry,
  facts: { account: AccountState; windowMs: number; now: Date },
): RefusedClaim {
  const head = conversation.outbox[0];
  if (head === undefined || head.id !== entry.id || head.status !== 'pending') return { kind: 'moved-on' };
  if (conversation.optedOut) return drop('SEND.OPTED_OUT', 'The participant does not want messages.');
  if (isSilenced(head, conversation.hold, facts.now))
    return drop('SEND.HELD', 'A person has taken over; the bot stays silent.');
  if (isWindowClosed(conversation, facts))
    return drop(
      'SEND.WINDOW_CLOSED',
      'The participant’s last message is too long ago for the platform to allow an answer.',
    );
  if (!facts.account.sendable) return { kind: 'wait', ms: ACCOUNT_RETRY_MS };
  return { kind: 'moved-on' };
}

const isSilenced = (send: OutboxEntry, hold: ConversationState['hold'], now: Date): boolean =>
  send.origin === 'bot' && isHeld(hold, now) && send.passesHoldId !== hold?.id;

const isWindowClosed = (
  { lastInboundAt }: Pick<ConversationState, 'lastInboundAt'>,
  { windowMs, now }: { windowMs: number; now: Date },
): boolean => (lastInboundAt?.getTime() ?? 0) + windowMs <= now.getTime();

const drop = (code: string, message: string): RefusedClaim => ({ kind: 'drop', error: { code, message } });
