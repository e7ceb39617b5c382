import { Ev, has, inOrder, NO_EVENTS, PARTICIPANT_MESSAGES, without, type EventSet } from './event-set';
import { EventStatus, type State, type Worker } from './state';
import { violate, type World } from './world';

/** The idempotent inserts of Message rows: inbound messages, and echoes taken for foreign. */
export function insertRows(next: State, events: EventSet, foreign: EventSet): void {
  next.rows |= events & PARTICIPANT_MESSAGES;
  next.foreignRows |= foreign;
}

/** Marks the settled events done or parked; one that was consumed before repeats its Message insert first. */
export function settleEvents(next: State, worker: Worker, { rules }: World): void {
  const { settled, snapshot } = worker;
  const metAgain = settled & snapshot.consumed;
  if (rules.consumedEventRepeatsItsInsert) insertRows(next, without(metAgain, snapshot.parked), NO_EVENTS);
  const toMark = rules.consumedEventIsMarkedDone ? settled : without(settled, metAgain);
  for (const event of inOrder(toMark)) {
    if (next.events[event] !== EventStatus.Pending) continue;
    const isParked = has(snapshot.parked, event);
    if (isParked && event !== Ev.M2) violate(next, 'an innocent event is parked');
    next.events[event] = isParked ? EventStatus.Parked : EventStatus.Done;
    next.attempts[event] = 0;
  }
}
