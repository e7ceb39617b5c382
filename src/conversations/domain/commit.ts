import type { ContactId } from '../../shared/kernel';
import type {
  ConsumedEvent,
  ConversationState,
  Hold,
  OutboxEntry,
  TaskEntry,
  TimerEntry,
} from '../schemas/conversation.schema';
import type { JsonObject } from './turn';
import type { Waiting } from './waiting';

/** A send as a turn adds it; the database sets when it is due and, for a head claimed at once, its claim. */
export type NewSend = Pick<OutboxEntry, 'id' | 'origin' | 'content' | 'correlationId' | 'createdAt'> &
  Partial<
    Pick<OutboxEntry, 'userId' | 'passesHoldId' | 'permittedUntil' | 'priority' | 'answers' | 'refusal' | 'author'>
  >;

/** Everything that one turn changes in its conversation. */
export interface Commit {
  state: JsonObject | null;
  consumed: ConsumedEvent[];
  sends: NewSend[];
  tasks: Omit<TaskEntry, 'dueAt'>[];
  timers: { arm: TimerEntry[]; cancel: string[] };
  /** Cancels the bot’s pending sends. */
  hold: Hold | null;
  /** Another app answers now: the bot’s pending sends are cancelled, too. */
  callsOff?: true;
  /** Of earlier turns: those of them that are pending are cancelled. */
  withdrawn?: string[];
  /** They speak with each other: the conversation is hidden no longer. */
  reveals: boolean;
  mirrors: {
    lastInboundAt?: Date;
    lastWrittenAt?: Date;
    lastMessage?: { id: string; text: string; at: Date; direction: 'in' | 'out' };
    lastActivityAt: Date;
    /** Messages of the person in this turn. */
    unread: number;
    /** A person answered, so what came before is read. */
    answered: boolean;
    /** Null leaves it as it is. */
    contactId: ContactId | null;
    participant?: { name?: string; username?: string };
    waiting: Waiting;
  };
  /** A person wrote elsewhere: the commit stands only if the head of the outbox is still the one that was read. */
  headMustBe?: { id: string | null; status: string | null; claimId: string | null };
}

export const seenHead = ({ outbox: [head] }: ConversationState): NonNullable<Commit['headMustBe']> => ({
  id: head?.id ?? null,
  status: head?.status ?? null,
  claimId: head?.claim?.id ?? null,
});
