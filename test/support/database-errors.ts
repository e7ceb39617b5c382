import { mongo } from 'mongoose';

/** What the driver throws while no primary can be found. */
export const transientDatabaseError = (): Error => new mongo.MongoNetworkError('connection refused');

export const duplicateKeyError = (): Error =>
  new mongo.MongoServerError({ code: 11_000, errmsg: 'E11000 duplicate key error' });

/** An unordered insertMany in which the members at these positions failed. */
export function bulkWriteError(failures: readonly { index: number; code: number }[]): Error {
  return Object.assign(new mongo.MongoServerError({ errmsg: 'bulk write failed' }), { writeErrors: failures });
}
