import { createConnection, mongo, MongooseError, Schema } from 'mongoose';
import { duplicateKeyError, transientDatabaseError } from '../../../test/support/database-errors';
import { isTransient } from './transient';

const labelled = (label: string) => {
  const error = new mongo.MongoServerError({ errmsg: 'x' });
  error.addErrorLabel(label);
  return error;
};

describe('isTransient', () => {
  it.each<[string, unknown, boolean]>([
    ['the network broke', transientDatabaseError(), true],
    ['no server could be chosen', new mongo.MongoServerSelectionError('x', {} as never), true],
    ['a write that may be repeated', labelled('RetryableWriteError'), true],
    ['a transaction that may be repeated', labelled('TransientTransactionError'), true],
    ['a read that may be repeated', labelled('RetryableReadError'), true],
    ['the primary has stepped down', new mongo.MongoServerError({ code: 189, errmsg: 'x' }), true],
    ['the client is closed', new mongo.MongoTopologyClosedError('x'), true],
    ['another label', labelled('Other'), false],
    ['a misuse of Mongoose', new MongooseError('x'), false],
    ['a duplicate key', duplicateKeyError(), false],
    ['an error of our own', new Error('bug'), false],
    ['no error', undefined, false],
  ])('%s', (_, error, expected) => {
    expect(isTransient(error)).toBe(expected);
  });

  it('knows what Mongoose says before the first connection', async () => {
    const connection = createConnection('mongodb://127.0.0.1:1', {
      bufferCommands: false,
      serverSelectionTimeoutMS: 50,
    });
    const first = connection.asPromise().catch((error: unknown) => error);
    const model = connection.model('rows', new Schema({}));
    const asked = await Promise.allSettled([
      model.findOne(),
      Promise.resolve().then(() => model.collection.findOne({})),
      first.then((error) => Promise.reject(error as Error)),
    ]);
    expect(asked.map((one) => one.status === 'rejected' && isTransient(one.reason))).toEqual([true, true, true]);
    await connection.close();
  });
});
