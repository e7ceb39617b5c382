import type { ConversationState } from '../schemas/conversation.schema';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import type { Commit } from './commit';
import { reveals } from './event-standing';
import { NOBODY_WROTE } from './waiting';

/** Consumes an event that could not be handled and changes nothing else; the ring keeps the reason until the event's row says it. */
export function parkingCommit(conversation: ConversationState, event: LaneEvent, reason: string, now: Date): Commit {
  return {
    state: conversation.state,
    consumed: [{ id: event._id, at: now, parked: reason }],
    sends: [],
    tasks: [],
    timers: { arm: [], cancel: [] },
    hold: null,
    reveals: reveals(event.payload),
    mirrors: {
      lastActivityAt: conversation.lastActivityAt,
      unread: 0,
      answered: false,
      waiting: NOBODY_WROTE,
      // Without an event that came to anything, nobody has made the contact yet.
      contactId: conversation.contactId,
    },
  };
}
