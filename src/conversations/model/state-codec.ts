import { ByteReader, ByteWriter, flag } from './byte-cursor';
import { EVENT_COUNT } from './event-set';
import {
  At,
  EFFECT_COUNT,
  emptyState,
  idleWorker,
  type Budget,
  type Conversation,
  type Delivery,
  type EffectRecord,
  type OutboxEntry,
  type Snapshot,
  type State,
  type Worker,
} from './state';

const MAX_OUTBOX = 3;
const MAX_DELIVERIES = 3;
const LEASE_OWNER = 0;
const FACTS = 6 + MAX_OUTBOX * 4;
const BUDGET = FACTS + EVENT_COUNT + EFFECT_COUNT + 7 + MAX_DELIVERIES;
const SHARED_BYTES = BUDGET + 5;
const WORKER_BYTES = 21;
const WORKERS = 2;

/** Bytes of an encoded state, a multiple of four so that it can be hashed by words. */
export const STATE_BYTES = Math.ceil((SHARED_BYTES + 2 * WORKER_BYTES) / 4) * 4;

/** The two workers are interchangeable: the smaller encoding comes first, so mirrored states share one key. */
export function encodeState(state: State, bytes: Uint8Array): void {
  bytes.fill(0);
  const writer = new ByteWriter(bytes);
  writeConversation(writer, state.conversation);
  writeFacts(writer, state);
  writeBudget(writer, state.budget);
  for (let index = 0; index < WORKERS; index++) {
    const worker = state.workers[index];
    if (worker) writeWorker(writer.at(workerOffset(index)), worker);
  }
  orderWorkers(bytes);
}

/** A fresh state: decoding is also how the explorer copies. Spreads and list methods would cost it half its speed. */
export function decodeState(bytes: Uint8Array): State {
  const reader = new ByteReader(bytes);
  const state = emptyState();
  readConversation(reader, state.conversation);
  readFacts(reader, state);
  readBudget(reader, state.budget);
  for (let index = 0; index < WORKERS; index++) state.workers.push(readWorker(reader.at(workerOffset(index))));
  return state;
}

function workerOffset(index: number): number {
  return SHARED_BYTES + index * WORKER_BYTES;
}

function orderWorkers(bytes: Uint8Array): void {
  const order = compareWorkers(bytes);
  const owner = bytes[LEASE_OWNER] ?? 0;
  if (order === 0 && owner === 2) bytes[LEASE_OWNER] = 1;
  if (order <= 0) return;
  bytes[LEASE_OWNER] = owner === 0 ? 0 : 3 - owner;
  const second = bytes.slice(workerOffset(1), workerOffset(2));
  bytes.copyWithin(workerOffset(1), workerOffset(0), workerOffset(1));
  bytes.set(second, workerOffset(0));
}

/** Negative, zero or positive, as the first worker's bytes are smaller than, equal to or larger than the second's. */
function compareWorkers(bytes: Uint8Array): number {
  for (let i = SHARED_BYTES; i < SHARED_BYTES + WORKER_BYTES; i++) {
    const difference = (bytes[i] ?? 0) - (bytes[i + WORKER_BYTES] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function writeConversation(writer: ByteWriter, conversation: Conversation): void {
  const { leaseExpired, hold, windowClosed, awaitsTimer, timerArmed, outbox } = conversation;
  writer
    .at(LEASE_OWNER)
    .number(conversation.leaseOwner)
    .flags(leaseExpired, hold, windowClosed, awaitsTimer, timerArmed)
    .number(conversation.turnsBegun)
    .number(conversation.ring)
    .number(conversation.parkedIds)
    .number(outbox.length);
  for (const entry of outbox) {
    writer
      .number(entry.effect)
      .number(entry.status)
      .number(entry.absentReads * 2 + (entry.deadlinePassed ? 1 : 0))
      .number(entry.echoesBeforeClaim);
  }
}

function readConversation(reader: ByteReader, into: Conversation): void {
  into.leaseOwner = reader.at(LEASE_OWNER).number();
  const flags = reader.number();
  into.leaseExpired = flag(flags, 0);
  into.hold = flag(flags, 1);
  into.windowClosed = flag(flags, 2);
  into.awaitsTimer = flag(flags, 3);
  into.timerArmed = flag(flags, 4);
  into.turnsBegun = reader.number();
  into.ring = reader.number();
  into.parkedIds = reader.number();
  const length = reader.number();
  for (let i = 0; i < length; i++) into.outbox.push(readOutboxEntry(reader));
}

function readOutboxEntry(reader: ByteReader): OutboxEntry {
  const effect = reader.number();
  const status = reader.number();
  const reads = reader.number();
  return {
    effect,
    status,
    deadlinePassed: flag(reads, 0),
    absentReads: reads >> 1,
    echoesBeforeClaim: reader.number(),
  };
}

function writeFacts(writer: ByteWriter, state: State): void {
  writer.at(FACTS);
  for (let event = 0; event < EVENT_COUNT; event++) {
    writer.number((state.events[event] ?? 0) * 16 + (state.attempts[event] ?? 0));
  }
  for (const { fate, order, deliveries, rowMid } of state.effects) {
    writer.number(fate * 32 + order * 8 + (deliveries > 0 ? 4 : 0) + rowMid);
  }
  writer
    .number(state.rows)
    .number(state.foreignRows)
    .number(state.applied)
    .number(state.effectsCreated * 8 + state.lastDeliveredOrder)
    .number(state.echoesTiredOfWaiting)
    .flags(state.foreignEchoHasWaited)
    .number(state.deliveries.length);
  for (const { effect, echo } of state.deliveries) writer.number(effect * 4 + echo);
}

function readFacts(reader: ByteReader, into: State): void {
  reader.at(FACTS);
  for (let event = 0; event < EVENT_COUNT; event++) {
    const byte = reader.number();
    into.events.push(byte >> 4);
    into.attempts.push(byte & 15);
  }
  for (let effect = 0; effect < EFFECT_COUNT; effect++) into.effects.push(readEffect(reader));
  into.rows = reader.number();
  into.foreignRows = reader.number();
  into.applied = reader.number();
  const orders = reader.number();
  into.effectsCreated = orders >> 3;
  into.lastDeliveredOrder = orders & 7;
  into.echoesTiredOfWaiting = reader.number();
  into.foreignEchoHasWaited = flag(reader.number(), 0);
  const deliveries = reader.number();
  for (let i = 0; i < deliveries; i++) into.deliveries.push(readDelivery(reader));
}

function readEffect(reader: ByteReader): EffectRecord {
  const byte = reader.number();
  return { fate: byte >> 5, order: (byte >> 3) & 3, deliveries: (byte >> 2) & 1, rowMid: byte & 3 };
}

function readDelivery(reader: ByteReader): Delivery {
  const byte = reader.number();
  return { effect: byte >> 2, echo: byte & 3 };
}

function writeBudget(writer: ByteWriter, budget: Budget): void {
  writer
    .at(BUDGET)
    .number(budget.crashes)
    .number(budget.leaseExpiries)
    .number(budget.failedSends)
    .number(budget.lostEchoes)
    .number(budget.unreadableThreads);
}

function readBudget(reader: ByteReader, into: Budget): void {
  into.crashes = reader.at(BUDGET).number();
  into.leaseExpiries = reader.number();
  into.failedSends = reader.number();
  into.lostEchoes = reader.number();
  into.unreadableThreads = reader.number();
}

function writeWorker(writer: ByteWriter, worker: Worker): void {
  if (worker.at === At.Idle) return;
  const { snapshot } = worker;
  writer
    .number(worker.at)
    .flags(worker.ownsFence, worker.turnVersionFresh, worker.headFresh, worker.claimValid, worker.deadlineOver)
    .flags(worker.firstAnswered, worker.secondAnswered, worker.findFull, worker.findOutdated)
    .flags(worker.willSend, worker.failed)
    .number(worker.found)
    .number(worker.consumedSinceFind)
    .number(worker.batch)
    .number(worker.settled)
    .number(worker.matchedEarly)
    .number(worker.toCommit)
    .number(worker.attempted)
    .number(worker.foreign)
    .number(worker.effect)
    .number(worker.mid * 2 + worker.absentReadsSeen)
    .number(snapshot.consumed)
    .number(snapshot.parked)
    .flags(snapshot.hold, snapshot.awaitsTimer, snapshot.alone, snapshot.headInFlight, snapshot.headUnknown)
    .number(snapshot.outboxLength)
    .number(snapshot.headEffect)
    .number(snapshot.echoesBeforeClaim)
    .number(snapshot.outboxSeen);
}

function readWorker(reader: ByteReader): Worker {
  const worker = idleWorker();
  worker.at = reader.number();
  if (worker.at === At.Idle) return worker;
  readWorkerFlags(reader, worker);
  worker.found = reader.number();
  worker.consumedSinceFind = reader.number();
  worker.batch = reader.number();
  worker.settled = reader.number();
  worker.matchedEarly = reader.number();
  worker.toCommit = reader.number();
  worker.attempted = reader.number();
  worker.foreign = reader.number();
  worker.effect = reader.number();
  const mid = reader.number();
  worker.mid = mid >> 1;
  worker.absentReadsSeen = mid & 1;
  readSnapshot(reader, worker.snapshot);
  return worker;
}

function readWorkerFlags(reader: ByteReader, into: Worker): void {
  const fresh = reader.number();
  into.ownsFence = flag(fresh, 0);
  into.turnVersionFresh = flag(fresh, 1);
  into.headFresh = flag(fresh, 2);
  into.claimValid = flag(fresh, 3);
  into.deadlineOver = flag(fresh, 4);
  const find = reader.number();
  into.firstAnswered = flag(find, 0);
  into.secondAnswered = flag(find, 1);
  into.findFull = flag(find, 2);
  into.findOutdated = flag(find, 3);
  const intent = reader.number();
  into.willSend = flag(intent, 0);
  into.failed = flag(intent, 1);
}

function readSnapshot(reader: ByteReader, into: Snapshot): void {
  into.consumed = reader.number();
  into.parked = reader.number();
  const flags = reader.number();
  into.hold = flag(flags, 0);
  into.awaitsTimer = flag(flags, 1);
  into.alone = flag(flags, 2);
  into.headInFlight = flag(flags, 3);
  into.headUnknown = flag(flags, 4);
  into.outboxLength = reader.number();
  into.headEffect = reader.number();
  into.echoesBeforeClaim = reader.number();
  into.outboxSeen = reader.number();
}
