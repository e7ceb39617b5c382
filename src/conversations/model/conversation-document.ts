import { ECHOES, NO_EVENTS, setOf, type EventSet } from './event-set';
import {
  At,
  EventStatus,
  Fate,
  SendStatus,
  type Effect,
  type EffectRecord,
  type OutboxEntry,
  type State,
  type Worker,
} from './state';
import { violate, type World } from './world';

/** What the atomic updates of the conversation document do, and which knowledge of the workers they make stale. */

export function workerOf(state: State, index: number): Worker {
  const worker = state.workers[index];
  if (!worker) throw new RangeError(`no worker ${index}`);
  return worker;
}

export function effectRecord(state: State, effect: Effect): EffectRecord {
  const record = state.effects[effect];
  if (!record) throw new RangeError(`no effect ${effect}`);
  return record;
}

export function head(state: State): OutboxEntry | undefined {
  return state.conversation.outbox[0];
}

export function isInFlight(entry: OutboxEntry | undefined): entry is OutboxEntry {
  return entry !== undefined && entry.status >= SendStatus.Sending;
}

export function pendingEvents(state: State): EventSet {
  return setOf(...state.events.flatMap((status, event) => (status === EventStatus.Pending ? [event] : [])));
}

export function isLeaseFree(state: State): boolean {
  return state.conversation.leaseOwner === 0 || state.conversation.leaseExpired;
}

export function grantLease(state: State, index: number): void {
  state.conversation.leaseOwner = index + 1;
  state.conversation.leaseExpired = false;
  for (const worker of state.workers) worker.ownsFence = false;
  workerOf(state, index).ownsFence = true;
}

/** Ends whatever lease there is, and with it the turn of its owner. */
export function endLease(state: State, index: number): void {
  state.conversation.leaseOwner = 0;
  state.conversation.leaseExpired = false;
  workerOf(state, index).ownsFence = false;
}

export function raiseTurnVersion(state: State): void {
  for (const worker of state.workers) worker.turnVersionFresh = false;
}

/** The head's id, status or claim is no longer what anybody read. */
export function changeHead(state: State): void {
  for (const worker of state.workers) worker.headFresh = false;
}

/** The claim id of the head is no longer valid for anybody. */
function endClaim(state: State): void {
  changeHead(state);
  for (const worker of state.workers) worker.claimValid = false;
}

/** Turns the head into `sending` under a new claim id and hands that claim to the worker. */
export function claimHead(state: State, worker: Worker, entry: OutboxEntry): void {
  const { conversation } = state;
  if (conversation.hold) violate(state, 'a send is claimed under a hold');
  if (conversation.windowClosed) violate(state, 'a send is claimed outside the window');
  entry.status = SendStatus.Sending;
  entry.deadlinePassed = false;
  entry.absentReads = 0;
  entry.echoesBeforeClaim = pendingEvents(state) & ECHOES;
  endClaim(state);
  worker.claimValid = true;
  worker.deadlineOver = false;
  worker.effect = entry.effect;
}

/** The Message row of a send takes its mid; a parked send is settled by it. */
export function writeMid(state: State, effect: Effect, mid: number): void {
  const record = effectRecord(state, effect);
  record.rowMid = mid;
  if (record.fate === Fate.Parked) record.fate = Fate.Sent;
}

/** The head leaves the outbox with its fate. */
export function removeHead(state: State, fate: Fate): void {
  const entry = state.conversation.outbox.shift();
  if (entry) effectRecord(state, entry.effect).fate = fate;
  endClaim(state);
}

/** "Pending again, but cancelled if a hold has begun". */
export function requeueHead(state: State, { rules }: World): void {
  const entry = head(state);
  if (!entry) return;
  if (state.conversation.hold && rules.requeueHonoursHold) {
    removeHead(state, Fate.Cancelled);
    return;
  }
  entry.status = SendStatus.Pending;
  entry.deadlinePassed = false;
  entry.absentReads = 0;
  entry.echoesBeforeClaim = NO_EVENTS;
  endClaim(state);
}

export function beginHold(state: State, { rules }: World): void {
  state.conversation.hold = true;
  if (!rules.holdCancelsPending) return;
  const { outbox } = state.conversation;
  for (const { effect } of outbox.filter((entry) => entry.status === SendStatus.Pending)) {
    effectRecord(state, effect).fate = Fate.Cancelled;
  }
  state.conversation.outbox = outbox.filter((entry) => entry.status !== SendStatus.Pending);
  changeHead(state);
}

/** "Conditional on head id and claim id"; the code that forgets it writes to whatever head is in flight. */
export function mayWriteResult(state: State, worker: Worker, { rules }: World): boolean {
  return rules.resultIsConditionalOnClaim ? worker.claimValid : isInFlight(head(state));
}

/** Workers in whose hands a POST of this effect may still start, their deadline check behind them. */
export function isAboutToPost(state: State, effect: Effect): boolean {
  return state.workers.some((worker) => worker.at === At.Post && worker.effect === effect);
}
