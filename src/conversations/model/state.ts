import { EVENT_COUNT, NO_EVENTS, type EventSet } from './event-set';

export enum EventStatus {
  Absent,
  Pending,
  Done,
  Parked,
}

export enum Effect {
  ReplyToM1,
  ReplyToM2,
  Nudge,
}

export const EFFECT_COUNT = 3;

/** What became of an effect; `InOutbox` covers pending, sending and unknown. */
export enum Fate {
  None,
  InOutbox,
  Sent,
  Cancelled,
  Parked,
  Refused,
}

export enum SendStatus {
  None,
  Pending,
  Sending,
  Unknown,
}

export enum EchoStatus {
  Due,
  Arrived,
  Lost,
}

/** Where a worker stands: the command it sends next. */
export enum At {
  Idle,
  LeaseAndFind,
  CountAttempt,
  Park,
  MatchEchoes,
  ShiftAdopted,
  Commit,
  MarkDone,
  Release,
  Claim,
  CheckDeadline,
  Post,
  WriteRow,
  ShiftOutbox,
  NoteUnknown,
  NoteRefusal,
  NoteAbsent,
  InsertTimerEvent,
  RemoveTimer,
}

export interface OutboxEntry {
  effect: Effect;
  status: SendStatus;
  deadlinePassed: boolean;
  absentReads: number;
  /** Echoes that had arrived when this entry was claimed: they cannot be its own. */
  echoesBeforeClaim: EventSet;
}

/** The one hot document. */
export interface Conversation {
  /** 0 = nobody, else 1 + the worker's index. */
  leaseOwner: number;
  leaseExpired: boolean;
  /** Turns begun since the last commit or clean release; 2 stands for "two or more". */
  turnsBegun: number;
  hold: boolean;
  windowClosed: boolean;
  awaitsTimer: boolean;
  timerArmed: boolean;
  /** The consumed ids that are still remembered. */
  ring: EventSet;
  /** Those of the ring that were parked, not applied. */
  parkedIds: EventSet;
  outbox: OutboxEntry[];
}

export interface EffectRecord {
  fate: Fate;
  /** Place in the order of all effects, from 1; 0 = not created. */
  order: number;
  deliveries: number;
  /** 1 + the delivery whose mid the Message row carries; 0 = none. */
  rowMid: number;
}

export interface Delivery {
  effect: Effect;
  echo: EchoStatus;
}

/** What the lease answer showed of the conversation. */
export interface Snapshot {
  consumed: EventSet;
  parked: EventSet;
  hold: boolean;
  awaitsTimer: boolean;
  /** Earlier turns have failed: take one event alone. */
  alone: boolean;
  outboxLength: number;
  /** The head is `sending` or `unknown`. */
  headInFlight: boolean;
  headUnknown: boolean;
  /** Of a head that is unknown. */
  headEffect: Effect;
  echoesBeforeClaim: EventSet;
  /** The effects in the outbox, packed; kept only for the commit that writes back what it read. */
  outboxSeen: number;
}

export interface Worker {
  at: At;
  /** Knowledge that goes stale behind the worker's back: each flag is one condition of its writes. */
  ownsFence: boolean;
  turnVersionFresh: boolean;
  headFresh: boolean;
  claimValid: boolean;
  /** By its own monotonic clock. */
  deadlineOver: boolean;
  /** The two commands a step sends side by side: lease and find, or commit and insert. */
  firstAnswered: boolean;
  secondAnswered: boolean;
  findFull: boolean;
  findOutdated: boolean;
  willSend: boolean;
  failed: boolean;
  found: EventSet;
  consumedSinceFind: EventSet;
  batch: EventSet;
  /** To be marked done without a commit: consumed before, or matched own echoes. */
  settled: EventSet;
  /** Own echoes whose row was found too early (only when the update does not follow the lease). */
  matchedEarly: EventSet;
  toCommit: EventSet;
  /** On these this turn has counted an attempt. */
  attempted: EventSet;
  foreign: EventSet;
  snapshot: Snapshot;
  effect: Effect;
  /** 1 + delivery; 0 = none. */
  mid: number;
  absentReadsSeen: number;
}

/** How often the environment may still misbehave. */
export interface Budget {
  crashes: number;
  leaseExpiries: number;
  failedSends: number;
  lostEchoes: number;
  unreadableThreads: number;
}

export interface State {
  conversation: Conversation;
  events: EventStatus[];
  attempts: number[];
  effects: EffectRecord[];
  deliveries: Delivery[];
  /** Inbound Message rows. */
  rows: EventSet;
  /** Echoes whose own Message row exists because they were stored as foreign. */
  foreignRows: EventSet;
  applied: EventSet;
  effectsCreated: number;
  lastDeliveredOrder: number;
  foreignEchoHasWaited: boolean;
  echoesTiredOfWaiting: EventSet;
  budget: Budget;
  workers: Worker[];
  /** The invariant that the last move broke; never part of the encoded state. */
  violation: string | undefined;
}

export function emptySnapshot(): Snapshot {
  return {
    consumed: NO_EVENTS,
    parked: NO_EVENTS,
    hold: false,
    awaitsTimer: false,
    alone: false,
    outboxLength: 0,
    headInFlight: false,
    headUnknown: false,
    headEffect: Effect.ReplyToM1,
    echoesBeforeClaim: NO_EVENTS,
    outboxSeen: 0,
  };
}

export function idleWorker(): Worker {
  return {
    at: At.Idle,
    ownsFence: false,
    turnVersionFresh: false,
    headFresh: false,
    claimValid: false,
    deadlineOver: false,
    firstAnswered: false,
    secondAnswered: false,
    findFull: false,
    findOutdated: false,
    willSend: false,
    failed: false,
    found: NO_EVENTS,
    consumedSinceFind: NO_EVENTS,
    batch: NO_EVENTS,
    settled: NO_EVENTS,
    matchedEarly: NO_EVENTS,
    toCommit: NO_EVENTS,
    attempted: NO_EVENTS,
    foreign: NO_EVENTS,
    snapshot: emptySnapshot(),
    effect: Effect.ReplyToM1,
    mid: 0,
    absentReadsSeen: 0,
  };
}

/** Nothing has happened yet; the lists of fixed length are still to be filled. */
export function emptyState(): State {
  return {
    conversation: {
      leaseOwner: 0,
      leaseExpired: false,
      turnsBegun: 0,
      hold: false,
      windowClosed: false,
      awaitsTimer: false,
      timerArmed: false,
      ring: NO_EVENTS,
      parkedIds: NO_EVENTS,
      outbox: [],
    },
    events: [],
    attempts: [],
    effects: [],
    deliveries: [],
    rows: NO_EVENTS,
    foreignRows: NO_EVENTS,
    applied: NO_EVENTS,
    effectsCreated: 0,
    lastDeliveredOrder: 0,
    foreignEchoHasWaited: false,
    echoesTiredOfWaiting: NO_EVENTS,
    budget: { crashes: 0, leaseExpiries: 0, failedSends: 0, lostEchoes: 0, unreadableThreads: 0 },
    workers: [],
    violation: undefined,
  };
}

export function initialState(allowed: Budget): State {
  const { crashes, leaseExpiries, failedSends, lostEchoes, unreadableThreads } = allowed;
  return {
    ...emptyState(),
    events: Array.from({ length: EVENT_COUNT }, () => EventStatus.Absent),
    attempts: Array.from({ length: EVENT_COUNT }, () => 0),
    effects: Array.from({ length: EFFECT_COUNT }, () => ({ fate: Fate.None, order: 0, deliveries: 0, rowMid: 0 })),
    budget: { crashes, leaseExpiries, failedSends, lostEchoes, unreadableThreads },
    workers: [idleWorker(), idleWorker()],
  };
}
