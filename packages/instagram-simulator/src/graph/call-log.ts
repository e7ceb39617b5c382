import type { Operation } from '../faults/fault';
import type { Ordered } from '../ordered-log';

/** One call that reached the Graph side, for tests that count calls. */
export interface CallEntry extends Ordered {
  readonly method: string;
  /** Without the query, which may hold a token. */
  readonly path: string;
  readonly operation: Operation;
  /** Null when the token was refused. */
  account: string | null;
  readonly at: number;
  /** Null until answered; stays null when the answer hung or was reset. */
  status: number | null;
  errorCode: number | null;
}
