import { CALM, type Bounds } from './bounds';

const MANY_FAILURES = { failedSends: 2, refused: true, threadLags: true } satisfies Partial<Bounds>;

/** What may go wrong, one theme each; small enough for every run of the unit tests. */
export const SCENARIOS = {
  oneReply: { ...CALM, crashes: 1, leaseExpiries: 1 },
  failedSend: { ...CALM, failedSends: 1, refused: true, crashes: 1, lostEchoes: 1, threadLags: true },
  twoFailedSends: { ...CALM, failedSends: 2, refused: true, leaseExpiries: 1 },
  parkedSend: { ...CALM, failedSends: 1, unreadableThreads: 1, crashes: 1 },
  holdWhileSending: { ...CALM, hold: true, failedSends: 1, refused: true, leaseExpiries: 1 },
  windowCloses: { ...CALM, windowCloses: true, crashes: 1 },
  foreignEcho: { ...CALM, foreignEcho: true, crashes: 1 },
  twoMessages: { ...CALM, secondMessage: true },
  twoMessagesAndCrash: { ...CALM, secondMessage: true, answersM1: false, crashes: 1, leaseExpiries: 1 },
  cancelledTimer: { ...CALM, secondMessage: true, timer: true, answersM1: false },
  timerAndCrash: { ...CALM, timer: true, answersM1: false, crashes: 1 },
  poisonedMessage: { ...CALM, secondMessage: true, answersM1: false, poisonedM2: true, crashes: 1 },
  poisonedMessageAndEcho: { ...CALM, secondMessage: true, poisonedM2: true, attemptLimit: 1 },
  smallFind: { ...CALM, secondMessage: true, foreignEcho: true, answersM1: false, findLimit: 1 },
  smallRing: { ...CALM, secondMessage: true, answersM1: false, ringCapacity: 1, crashes: 1 },
  smallOutbox: { ...CALM, secondMessage: true, outboxCapacity: 1 },
} satisfies Record<string, Bounds>;

/** Larger bounds, for the long run: up to several million states each. */
export const LONG_SCENARIOS = {
  oneReply: { ...CALM, ...MANY_FAILURES, crashes: 2, leaseExpiries: 2, lostEchoes: 1 },
  parkedSend: { ...CALM, ...MANY_FAILURES, crashes: 2, leaseExpiries: 2, unreadableThreads: 1 },
  holdWhileSending: { ...CALM, ...MANY_FAILURES, hold: true, crashes: 2, leaseExpiries: 1 },
  foreignEcho: { ...CALM, ...MANY_FAILURES, foreignEcho: true, crashes: 1, leaseExpiries: 1 },
  foreignEchoAndHold: { ...CALM, foreignEcho: true, hold: true, failedSends: 1, refused: true, crashes: 1 },
  twoMessages: { ...CALM, ...MANY_FAILURES, secondMessage: true },
  twoMessagesAndCrash: { ...CALM, secondMessage: true, failedSends: 1, crashes: 1 },
  twoMessagesAndSlowTurn: { ...CALM, secondMessage: true, crashes: 1, leaseExpiries: 1 },
  twoMessagesAndForeignEcho: { ...CALM, secondMessage: true, foreignEcho: true, failedSends: 1 },
  cancelledTimer: { ...CALM, secondMessage: true, timer: true },
  timerAndFailedSend: { ...CALM, timer: true, failedSends: 1, crashes: 1 },
  poisonedMessage: { ...CALM, secondMessage: true, poisonedM2: true, failedSends: 1, crashes: 1 },
  smallFind: { ...CALM, secondMessage: true, foreignEcho: true, findLimit: 1, crashes: 1 },
  smallRing: { ...CALM, secondMessage: true, ringCapacity: 1, crashes: 1, leaseExpiries: 1 },
  smallOutbox: { ...CALM, secondMessage: true, outboxCapacity: 1, failedSends: 1, crashes: 1 },
  windowCloses: { ...CALM, secondMessage: true, windowCloses: true, failedSends: 1, refused: true },
} satisfies Record<string, Bounds>;

export type ScenarioName = keyof typeof SCENARIOS;
export type LongScenarioName = keyof typeof LONG_SCENARIOS;
