import { Error as MongooseError, mongo } from 'mongoose';

/**
 * The server is not the primary any more, or goes down. From the specification of server discovery and monitoring, "not
 * writable primary" and "node is recovering"; the driver has tried once more by then.
 */
const STATE_CHANGES: readonly unknown[] = [91, 189, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436];
const LABELS = ['RetryableWriteError', 'RetryableReadError', 'TransientTransactionError'];
const UNREACHED = [
  mongo.MongoNetworkError,
  mongo.MongoServerSelectionError,
  mongo.MongoNotConnectedError,
  mongo.MongoTopologyClosedError,
  MongooseError.MongooseServerSelectionError,
];
/** What Mongoose refuses while a process waits for its first connection; it has no class or code of its own. */
const NOT_YET = /before initial connection is complete/;

/** The database could not be reached or asks to try again: nothing is wrong with what was asked. */
export function isTransient(error: unknown): boolean {
  if (UNREACHED.some((unreached) => error instanceof unreached)) return true;
  if (error instanceof MongooseError) return NOT_YET.test(error.message);
  if (!(error instanceof mongo.MongoError)) return false;
  return LABELS.some((label) => error.hasErrorLabel(label)) || STATE_CHANGES.includes(error.code);
}
