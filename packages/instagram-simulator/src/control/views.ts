import type { Account, Comment, Customer, Message, Thread } from '../world/model';

/** An account with its newest usable token. */
export interface AccountView extends Account {
  readonly accessToken: string | null;
}

/** One conversation as the page draws it. */
export interface ThreadView {
  readonly customer: Customer;
  readonly thread: Thread | null;
  readonly messages: readonly Message[];
  /** The customer's comments and the account's replies to them. */
  readonly comments: readonly Comment[];
  /** Until when the account may write; null before the person's first act. */
  readonly windowClosesAt: number | null;
  readonly now: number;
}

export interface ClockView {
  readonly now: number;
}

export interface QueueView {
  readonly idle: boolean;
  readonly queued: number;
  readonly held: number;
  readonly delayed: number;
}
