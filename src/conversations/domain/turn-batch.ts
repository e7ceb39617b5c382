import type { ConversationRow, OutboxEntry } from '../schemas/conversation.schema';
import type { LaneEvent, LaneEventPayload } from '../schemas/inbox-event.schema';
import { CLOCK_MARGIN_MS, FIND_LIMIT, MAX_ATTEMPTS } from './limits';
import { freeSlots, keptIds } from './ring';

export interface TurnBatch {
  /** Applied by an earlier commit, but not marked done: its rows are repeated, then it is. */
  redo: LaneEvent[];
  /** To be decided, in order. */
  fresh: LaneEvent[];
  /** Set when a crash is suspected: the one event that is tried alone. */
  suspect: { event: LaneEvent; attempt: number; park: boolean } | null;
}

/** A send that was on its way when the echo arrived may be its author: until that is settled, the echo waits; so does what takes it back. */
export function mayBeOursStill({ payload, receivedAt }: LaneEvent, head: OutboxEntry | undefined): boolean {
  if (head === undefined || head.status === 'pending' || head.claim === null) return false;
  if (payload.kind !== 'echo' && !isOwnUnsend(payload)) return false;
  return head.claim.at.getTime() <= receivedAt.getTime() + CLOCK_MARGIN_MS;
}

const isOwnUnsend = (payload: LaneEventPayload): boolean => payload.kind === 'unsend' && payload.fromAccount === true;

/** What one turn takes of the events its find returned. Pure. */
export function planBatch(conversation: ConversationRow, found: readonly LaneEvent[], now: Date): TurnBatch {
  const consumed = new Set(conversation.consumed.map(({ id }) => id));
  const redo = found.filter(({ _id }) => consumed.has(_id));
  const kept = keptIds(conversation.consumed, new Set(found.map(({ _id }) => _id)), found.length >= FIND_LIMIT, now);
  const fresh = found.filter(({ _id }) => !consumed.has(_id)).slice(0, freeSlots(kept));
  if (conversation.turnsBegun < 2) return { redo, fresh, suspect: null };
  return { redo, ...singleOut(conversation, fresh) };
}

/** From the second turn without a commit on: one event at a time, past echoes that only wait. */
function singleOut(conversation: ConversationRow, fresh: LaneEvent[]): Pick<TurnBatch, 'fresh' | 'suspect'> {
  const event = fresh.find((candidate) => !mayBeOursStill(candidate, conversation.outbox[0]));
  if (event === undefined) return { fresh, suspect: null };
  const attempt = (conversation.attempts.find(({ id }) => id === event._id)?.count ?? 0) + 1;
  return { fresh: [event], suspect: { event, attempt, park: attempt > MAX_ATTEMPTS } };
}
