import { bulkWriteError, duplicateKeyError, transientDatabaseError } from '../../../test/support/database-errors';
import { DUPLICATE_KEY, duplicateIndexesOf, isDuplicateKey } from './duplicate-key';

const OTHER = 121;

describe('isDuplicateKey', () => {
  it.each<[string, unknown, boolean]>([
    ['the server’s', duplicateKeyError(), true],
    ['another error', transientDatabaseError(), false],
    ['a number as a text', { code: '11000' }, false],
    ['nothing', null, false],
    ['a text', 'E11000', false],
  ])('%s', (_, error, expected) => {
    expect(isDuplicateKey(error)).toBe(expected);
  });
});

describe('duplicateIndexesOf', () => {
  it('tells what was there already from what failed', () => {
    const error = bulkWriteError([
      { index: 0, code: DUPLICATE_KEY },
      { index: 3, code: OTHER },
      { index: 4, code: DUPLICATE_KEY },
    ]);
    expect(duplicateIndexesOf(error)).toEqual({ duplicates: new Set([0, 4]), failed: new Set([3]) });
  });

  it('takes a single failure that is no list', () => {
    const error = Object.assign(new Error('x'), { writeErrors: { index: 2, code: DUPLICATE_KEY } });
    expect(duplicateIndexesOf(error)).toEqual({ duplicates: new Set([2]), failed: new Set() });
  });

  it.each<[string, Error]>([
    ['the server was away', transientDatabaseError()],
    ['no item is named', bulkWriteError([])],
  ])('knows nothing of any item when %s', (_, error) => {
    expect(() => duplicateIndexesOf(error)).toThrow(error);
  });
});
