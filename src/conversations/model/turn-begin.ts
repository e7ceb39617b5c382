import { grantLease, isLeaseFree, pendingEvents, workerOf } from './conversation-document';
import { describe, ECHOES, Ev, firstOf, has, inOrder, NO_EVENTS, setOf, sizeOf, without } from './event-set';
import type { EventSet } from './event-set';
import { At, idleWorker, type Snapshot, type State, type Worker } from './state';
import { enterDecision, takeSnapshot } from './turn-decision';
import { step, type StateMove, type World } from './world';

/** The doorbell or a sweep rings whenever events are pending and the lease can be had. */
export function ring(state: State, index: number): StateMove[] {
  if (pendingEvents(state) === NO_EVENTS || !isLeaseFree(state)) return [];
  return [
    step(
      () => `W${index + 1} rings: sends lease and find`,
      (next) => void (workerOf(next, index).at = At.LeaseAndFind),
    ),
  ];
}

/** Lease and find travel side by side, so their answers come in either order. */
export function leaseAndFind(state: State, index: number, world: World): StateMove[] {
  const worker = workerOf(state, index);
  const moves: StateMove[] = [];
  if (!worker.firstAnswered) {
    const outcome = isLeaseFree(state)
      ? 'gets the lease and reads the conversation'
      : 'finds the lease held and leaves';
    moves.push(
      step(
        () => `W${index + 1} ${outcome}`,
        (next) => askForLease(next, index, world),
      ),
    );
  }
  if (!worker.secondAnswered) {
    const found = firstOf(pendingEvents(state), world.bounds.findLimit);
    moves.push(
      step(
        () => `W${index + 1} finds ${describe(found)}`,
        (next) => keepFind(next, index, found, world),
      ),
    );
  }
  return moves;
}

function askForLease(next: State, index: number, world: World): void {
  if (!isLeaseFree(next)) {
    next.workers[index] = idleWorker();
    return;
  }
  const { conversation } = next;
  grantLease(next, index);
  if (world.bounds.poisonedM2 && world.rules.turnsBegunAreCounted) {
    conversation.turnsBegun = Math.min(2, conversation.turnsBegun + 1);
  }
  const worker = workerOf(next, index);
  worker.firstAnswered = true;
  takeSnapshot(next, worker, world);
  if (worker.findOutdated) discardFind(worker);
  if (worker.secondAnswered) startTurn(next, index, world);
}

function discardFind(worker: Worker): void {
  worker.secondAnswered = false;
  worker.findOutdated = false;
  worker.findFull = false;
  worker.found = NO_EVENTS;
}

function keepFind(next: State, index: number, found: EventSet, world: World): void {
  const worker = workerOf(next, index);
  worker.secondAnswered = true;
  worker.found = found;
  worker.findFull = sizeOf(found) === world.bounds.findLimit;
  if (!world.rules.echoUpdateFollowsLease) worker.matchedEarly = rowsAlreadyThere(next);
  if (worker.firstAnswered) startTurn(next, index, world);
}

/** The own echoes whose mid a Message row carries already. */
function rowsAlreadyThere(state: State): EventSet {
  return setOf(...state.effects.flatMap(({ rowMid }) => (rowMid > 0 ? [Ev.Echo0 + rowMid - 1] : [])));
}

function startTurn(next: State, index: number, world: World): void {
  const worker = workerOf(next, index);
  const { snapshot, found } = worker;
  worker.firstAnswered = false;
  worker.secondAnswered = false;
  worker.settled = found & snapshot.consumed;
  worker.batch = without(found, snapshot.consumed);
  const suspects = snapshot.alone ? without(worker.batch, waitingEchoes(snapshot, worker.batch)) : NO_EVENTS;
  if (suspects === NO_EVENTS) {
    enterDecision(next, index, world);
    return;
  }
  if (world.rules.suspectIsTriedAlone) worker.batch = firstOf(suspects, 1);
  worker.at = At.CountAttempt;
}

function waitingEchoes(snapshot: Snapshot, batch: EventSet): EventSet {
  return snapshot.headInFlight ? without(batch & ECHOES, snapshot.echoesBeforeClaim) : NO_EVENTS;
}

/** Conditional on the fence; whoever has used up its attempts is parked instead of tried. */
export function countAttempt(state: State, index: number, world: World): StateMove[] {
  const { batch, ownsFence } = workerOf(state, index);
  const hopeless = setOf(
    ...inOrder(batch).filter((event) => (state.attempts[event] ?? 0) >= world.bounds.attemptLimit),
  );
  const label = () =>
    `W${index + 1} ${hopeless ? `gives up on ${describe(hopeless)}` : `counts an attempt on ${describe(batch)}`}`;
  if (!ownsFence) {
    return [
      step(
        () => `W${index + 1} may not count an attempt: fence lost`,
        (next) => void (next.workers[index] = idleWorker()),
      ),
    ];
  }
  return [
    step(label, (next) => {
      const worker = workerOf(next, index);
      if (hopeless !== NO_EVENTS) {
        worker.batch = hopeless;
        worker.at = At.Park;
        return;
      }
      worker.attempted = batch;
      next.attempts = next.attempts.map((count, event) => (has(batch, event) ? count + 1 : count));
      enterDecision(next, index, world);
    }),
  ];
}
