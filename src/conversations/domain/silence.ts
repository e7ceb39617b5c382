import type { ConversationState, Hold } from '../schemas/conversation.schema';

/** Old rows have no such field. */
export const isBlocked = ({ blockedAt }: Pick<ConversationState, 'blockedAt'>): boolean => (blockedAt ?? null) !== null;

export const mustBeSilent = (conversation: ConversationState, hold: Hold | null, now: Date): boolean =>
  isBlocked(conversation) || isHeld(hold, now);

export const isHeld = (hold: Hold | null, now: Date): boolean =>
  hold !== null && hold.endedEarly !== true && hold.until.getTime() > now.getTime();
