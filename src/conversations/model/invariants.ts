import { Ev, has } from './event-set';
import { At, EventStatus, Fate, type EffectRecord, type State } from './state';

/** Nobody is at work. */
export function isQuiet(state: State): boolean {
  return state.workers.every((worker) => worker.at === At.Idle);
}

/**
 * What is wrong with a quiet state if nothing more were to happen in it; `undefined` = all events are handled, all
 * effects accounted for. The other invariants are broken by single moves and reported where those are made.
 */
export function unfinished(state: State): string | undefined {
  return unfinishedEvent(state) ?? unfinishedSend(state) ?? unfinishedConversation(state);
}

function unfinishedConversation({ conversation, events }: State): string | undefined {
  if (events[Ev.ForeignEcho] === EventStatus.Done && !conversation.hold) return 'a foreign echo did not begin a hold';
  if (conversation.timerArmed) return 'a timer stays armed for ever';
  if (conversation.awaitsTimer) return 'an awaited timer never fires';
  return undefined;
}

function unfinishedEvent({ events, applied, rows }: State): string | undefined {
  for (const event of [Ev.M1, Ev.M2]) {
    if (events[event] !== EventStatus.Done) continue;
    if (!has(applied, event)) return 'an event is done but was never applied';
    if (!has(rows, event)) return 'a Message row is never written';
  }
  return events.includes(EventStatus.Pending) ? 'an event stays pending for ever' : undefined;
}

function unfinishedSend({ effects, conversation }: State): string | undefined {
  if (conversation.outbox.length > 0) return 'the outbox is stuck';
  return effects.map(unfinishedEffect).find((problem) => problem !== undefined);
}

function unfinishedEffect({ fate, deliveries, rowMid }: EffectRecord): string | undefined {
  if (fate === Fate.InOutbox) return 'an effect is lost';
  if (fate !== Fate.Sent)
    return deliveries > 0 && fate === Fate.Cancelled ? 'a delivered effect counts as cancelled' : undefined;
  if (deliveries === 0) return 'an effect counts as sent but was not delivered';
  return rowMid === 0 ? 'a sent message has no mid in its row' : undefined;
}
