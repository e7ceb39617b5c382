/** What may happen in a scenario, and how often. Small numbers: the state space grows by a factor with each. */
export interface Bounds {
  /** The participant writes a second message. */
  readonly secondMessage: boolean;
  /** A person answers in the vendor's own app: an echo that is none of ours. */
  readonly foreignEcho: boolean;
  /** A person puts the conversation on hold through the API. */
  readonly hold: boolean;
  /** M1 is answered; off where only its timer matters. */
  readonly answersM1: boolean;
  /** M1 arms a timer that M2 cancels. */
  readonly timer: boolean;
  /** The messaging window may close. */
  readonly windowCloses: boolean;
  /** The engine throws whenever a turn contains M2; turns begun and attempts are counted. */
  readonly poisonedM2: boolean;
  /** Attempts after which an event is parked (5 in production). */
  readonly attemptLimit: number;
  readonly crashes: number;
  /** Leases that expire under a worker that is only slow. */
  readonly leaseExpiries: number;
  readonly failedSends: number;
  /** Which of the ways to fail a failed send may take. */
  readonly deliveredButTimedOut: boolean;
  readonly notDelivered: boolean;
  readonly refused: boolean;
  readonly lostEchoes: number;
  /** Unknown sends whose thread cannot be read, or reads ambiguously: parked for a person. */
  readonly unreadableThreads: number;
  /** The first thread read may miss a message that was accepted. */
  readonly threadLags: boolean;
  /** 200, 50 and 50 in production. */
  readonly ringCapacity: number;
  readonly findLimit: number;
  readonly outboxCapacity: number;
}

/** One message, one reply, nothing goes wrong. */
export const CALM: Bounds = {
  secondMessage: false,
  foreignEcho: false,
  hold: false,
  answersM1: true,
  timer: false,
  windowCloses: false,
  poisonedM2: false,
  attemptLimit: 2,
  crashes: 0,
  leaseExpiries: 0,
  failedSends: 0,
  deliveredButTimedOut: true,
  notDelivered: true,
  refused: false,
  lostEchoes: 0,
  unreadableThreads: 0,
  threadLags: false,
  ringCapacity: 8,
  findLimit: 8,
  outboxCapacity: 3,
};
