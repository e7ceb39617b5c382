import { head, isInFlight, workerOf } from './conversation-document';
import { decide, fitting } from './engine';
import { ECHOES, Ev, has, NO_EVENTS, without, type EventSet } from './event-set';
import { packOutbox } from './outbox-write-back';
import { idRoom } from './ring-of-consumed-ids';
import { At, emptySnapshot, SendStatus, type State, type Worker } from './state';
import type { World } from './world';

/** The lease answer, or a reload: what the turn knows from here on. */
export function takeSnapshot(state: State, worker: Worker, { rules }: World): void {
  const { conversation } = state;
  const entry = head(state);
  const inFlight = isInFlight(entry);
  const unknown = entry?.status === SendStatus.Unknown;
  worker.turnVersionFresh = true;
  worker.headFresh = true;
  worker.snapshot = {
    consumed: conversation.ring,
    parked: rules.parkIsRemembered ? conversation.parkedIds : NO_EVENTS,
    hold: conversation.hold,
    awaitsTimer: conversation.awaitsTimer,
    alone: conversation.turnsBegun >= 2,
    outboxLength: conversation.outbox.length,
    headInFlight: inFlight,
    headUnknown: unknown,
    headEffect: unknown ? entry.effect : 0,
    echoesBeforeClaim: inFlight ? entry.echoesBeforeClaim : NO_EVENTS,
    outboxSeen: rules.commitAppendsToOutbox ? 0 : packOutbox(conversation.outbox),
  };
}

/** Echoes are looked up first; a batch without any is decided at once. */
export function enterDecision(state: State, index: number, world: World): void {
  const worker = workerOf(state, index);
  if ((worker.batch & ECHOES) !== NO_EVENTS) {
    worker.at = At.MatchEchoes;
    return;
  }
  forgetHead(worker);
  decideWithout(state, index, NO_EVENTS, world);
}

/** Only echoes care for the head; forgetting it makes states equal that differ in nothing that matters. */
function forgetHead(worker: Worker): void {
  const { headInFlight, headUnknown, headEffect, echoesBeforeClaim } = emptySnapshot();
  worker.headFresh = false;
  worker.snapshot = { ...worker.snapshot, headInFlight, headUnknown, headEffect, echoesBeforeClaim };
}

/** Decides on the batch but for the waiting echoes, which do not hold up the others. */
export function decideWithout(state: State, index: number, waiting: EventSet, world: World): void {
  const worker = workerOf(state, index);
  const ready = without(worker.batch, waiting);
  if (world.bounds.poisonedM2 && has(ready, Ev.M2)) {
    worker.failed = true;
    worker.at = At.Release;
    return;
  }
  worker.toCommit = takeWhatFits(state, worker, ready, world);
  worker.foreign &= worker.toCommit;
  if (worker.toCommit !== NO_EVENTS) worker.at = At.Commit;
  else worker.at = worker.settled === NO_EVENTS ? At.Release : At.MarkDone;
}

function takeWhatFits(state: State, worker: Worker, ready: EventSet, world: World): EventSet {
  const { rules, bounds } = world;
  const effectRoom = rules.turnWaitsForOutboxRoom ? bounds.outboxCapacity - worker.snapshot.outboxLength : Infinity;
  const ids = rules.fullRingTakesFewerEvents ? idRoom(state, worker, world) : Infinity;
  return fitting(
    ready,
    effectRoom,
    ids,
    (events) => decide(worker.snapshot, events, worker.foreign, world).effects.length,
  );
}
