import { mongo } from 'mongoose';
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
    ['another label', labelled('Other'), false],
    ['a duplicate key', duplicateKeyError(), false],
    ['an error of our own', new Error('bug'), false],
    ['no error', undefined, false],
  ])('%s', (_, error, expected) => {
    expect(isTransient(error)).toBe(expected);
  });
});
