import type { OutboxEntry, SendPriority } from '../schemas/conversation.schema';

/** Lower ones are served first. */
export const PRIORITY_RANKS: Readonly<Record<SendPriority, number>> = { person: 0, reply: 1, 'follow-up': 2 };

/** A pause of the bot's own that is shorter is a part of its answer. */
const ANSWERING_MS = 2 * 60_000;

export function priorityOf({ origin, priority }: Pick<OutboxEntry, 'origin' | 'priority'>): SendPriority {
  return origin === 'person' ? 'person' : (priority ?? 'reply');
}

/** What a timer leads to is an answer only while the person's last message is fresh. */
export function priorityAfterTimer(lastInboundAt: Date | null, now: Date): 'reply' | 'follow-up' {
  return lastInboundAt !== null && now.getTime() - lastInboundAt.getTime() < ANSWERING_MS ? 'reply' : 'follow-up';
}
