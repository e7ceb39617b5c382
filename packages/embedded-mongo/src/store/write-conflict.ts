import { MongoError } from '../errors';
import type { ClientTransaction } from './client-transaction';

const MESSAGE =
  'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.';

/** Code 112. A plain write waits for `blocker` to end and runs again; a write in a transaction fails at once. */
export class WriteConflictError extends MongoError {
  constructor(readonly blocker?: ClientTransaction) {
    super(112, MESSAGE);
  }
}
