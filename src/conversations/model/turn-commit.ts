import {
  beginHold,
  changeHead,
  claimHead,
  effectRecord,
  endLease,
  raiseTurnVersion,
  workerOf,
} from './conversation-document';
import { decide, type Decision } from './engine';
import { insertRows, settleEvents } from './event-records';
import { describe, Ev, NO_EVENTS, setOf, without, type EventSet } from './event-set';
import { writeBackOutbox } from './outbox-write-back';
import { noteCommit, ringAfter } from './ring-of-consumed-ids';
import { checkDeadline } from './send-attempt';
import { At, emptySnapshot, Fate, idleWorker, SendStatus, type Effect, type State, type Worker } from './state';
import { enterDecision, takeSnapshot } from './turn-decision';
import { step, violate, type StateMove, type World } from './world';

/** After the commit only the ids matter: which of them were consumed before, and which were parked. */
function forgetTurn(worker: Worker): void {
  const { consumed, parked } = worker.snapshot;
  worker.found = NO_EVENTS;
  worker.findFull = false;
  worker.consumedSinceFind = NO_EVENTS;
  worker.batch = NO_EVENTS;
  worker.matchedEarly = NO_EVENTS;
  worker.attempted = NO_EVENTS;
  worker.headFresh = false;
  worker.snapshot = { ...emptySnapshot(), consumed: consumed & worker.settled, parked: parked & worker.settled };
}

/** Commit and Message inserts travel side by side; a head that the commit claimed may be sent before the inserts answer. */
export function commitAndInsert(state: State, index: number, world: World): StateMove[] {
  const { firstAnswered, secondAnswered, toCommit, willSend } = workerOf(state, index);
  const moves: StateMove[] = [];
  if (!firstAnswered) moves.push(commitMove(state, index, world));
  if (!secondAnswered) {
    moves.push(
      step(
        () => `W${index + 1} inserts the Message rows of ${describe(toCommit)}`,
        (next) => insert(next, index),
      ),
    );
  }
  if (!world.rules.doneOnlyAfterBoth) moves.push(markTooEarly(index, toCommit, world));
  return willSend ? [...moves, ...checkDeadline(state, index, world)] : moves;
}

function insert(next: State, index: number): void {
  const worker = workerOf(next, index);
  insertRows(next, worker.toCommit, worker.foreign);
  worker.secondAnswered = true;
  if (worker.firstAnswered) afterBoth(worker);
}

function markTooEarly(index: number, events: EventSet, world: World): StateMove {
  const label = () => `W${index + 1} marks ${describe(events)} done, not waiting for both answers`;
  return step(label, (next) => settleEvents(next, { ...workerOf(next, index), settled: events }, world));
}

function afterBoth(worker: Worker): void {
  worker.settled |= worker.toCommit;
  worker.toCommit = NO_EVENTS;
  worker.foreign = NO_EVENTS;
  worker.firstAnswered = false;
  worker.secondAnswered = false;
  worker.at = At.MarkDone;
}

function commitMove(state: State, index: number, world: World): StateMove {
  const worker = workerOf(state, index);
  const name = `W${index + 1}`;
  if (world.rules.commitOnFence && !worker.ownsFence) {
    return step(
      () => `${name} cannot commit: fence lost, stops`,
      (next) => void (next.workers[index] = idleWorker()),
    );
  }
  if (isConflict(worker, world)) {
    return step(
      () => `${name} cannot commit: reads again, keeping its find`,
      (next) => decideAgain(next, index, world),
    );
  }
  return step(
    () => `${name} commits ${describe(worker.toCommit)}`,
    (next) => commit(next, index, world),
  );
}

function isConflict(worker: Worker, { rules }: World): boolean {
  if (rules.commitOnTurnVersion && !worker.turnVersionFresh) return true;
  return rules.foreignCommitOnHead && worker.foreign !== NO_EVENTS && !worker.headFresh;
}

function decideAgain(next: State, index: number, world: World): void {
  const worker = workerOf(next, index);
  takeSnapshot(next, worker, world);
  worker.settled |= worker.batch & worker.snapshot.consumed;
  worker.batch = without(worker.batch, worker.snapshot.consumed);
  worker.toCommit = NO_EVENTS;
  worker.foreign = NO_EVENTS;
  worker.secondAnswered = false;
  enterDecision(next, index, world);
}

function commit(next: State, index: number, world: World): void {
  const worker = workerOf(next, index);
  const { conversation } = next;
  const { toCommit, foreign, snapshot } = worker;
  const decision = decide(snapshot, toCommit, foreign, world);
  noteBrokenInvariants(next, toCommit, foreign, decision);
  if (decision.hold && foreign !== NO_EVENTS) beginHold(next, world);
  conversation.awaitsTimer = decision.awaitsTimer;
  if (decision.armsTimer) conversation.timerArmed = true;
  if (decision.cancelsTimer) conversation.timerArmed = false;
  if (!world.rules.commitAppendsToOutbox && decision.effects.length > 0) writeBackOutbox(next, snapshot.outboxSeen);
  appendEffects(next, worker, decision, world);
  noteCommit(next, worker, toCommit, world);
  conversation.ring = ringAfter(next, worker, toCommit, world);
  conversation.parkedIds &= conversation.ring;
  conversation.turnsBegun = 0;
  finishCommit(next, index);
}

function finishCommit(next: State, index: number): void {
  const worker = workerOf(next, index);
  raiseTurnVersion(next);
  endLease(next, index);
  forgetTurn(worker);
  worker.firstAnswered = true;
  if (worker.secondAnswered) afterBoth(worker);
}

function noteBrokenInvariants(next: State, events: EventSet, foreign: EventSet, decision: Decision): void {
  if ((next.applied & events) !== NO_EVENTS) violate(next, 'an event is applied twice');
  if (without(foreign, setOf(Ev.ForeignEcho)) !== NO_EVENTS) violate(next, 'an own echo is taken for a foreign one');
  if (decision.actsOnCancelledTimer) violate(next, 'a cancelled timer acts');
  next.applied |= events;
}

/** Appends to the outbox as it is now; an empty outbox takes its new head already claimed by this worker. */
function appendEffects(next: State, worker: Worker, decision: Decision, { bounds, rules }: World): void {
  const { outbox } = next.conversation;
  const wasEmpty = outbox.length === 0;
  for (const effect of decision.effects) {
    createEffect(next, effect);
    if (outbox.length >= bounds.outboxCapacity) continue;
    outbox.push({ effect, status: SendStatus.Pending, deadlinePassed: false, absentReads: 0, echoesBeforeClaim: 0 });
  }
  const first = outbox[0];
  if (!wasEmpty || !first) return;
  changeHead(next);
  if (next.conversation.windowClosed && rules.claimChecksWindow) return;
  claimHead(next, worker, first);
  worker.willSend = true;
}

function createEffect(next: State, effect: Effect): void {
  const record = effectRecord(next, effect);
  record.fate = Fate.InOutbox;
  record.order = ++next.effectsCreated;
}

/** A fenced commit that consumes the events without applying them. */
export function park(state: State, index: number, world: World): StateMove[] {
  const { batch, ownsFence } = workerOf(state, index);
  if (!ownsFence) {
    return [
      step(
        () => `W${index + 1} may not park: fence lost`,
        (next) => void (next.workers[index] = idleWorker()),
      ),
    ];
  }
  return [
    step(
      () => `W${index + 1} parks ${describe(batch)}`,
      (next) => commitParking(next, index, world),
    ),
  ];
}

function commitParking(next: State, index: number, world: World): void {
  const worker = workerOf(next, index);
  const { conversation } = next;
  const { batch } = worker;
  noteCommit(next, worker, batch, world);
  conversation.ring = ringAfter(next, worker, batch, world);
  conversation.parkedIds = (conversation.parkedIds & conversation.ring) | batch;
  conversation.turnsBegun = 0;
  worker.snapshot.parked |= batch;
  worker.settled |= batch;
  raiseTurnVersion(next);
  endLease(next, index);
  forgetTurn(worker);
  worker.at = At.MarkDone;
}
