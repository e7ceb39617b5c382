import { expectMemoryToEqualLmdb } from '../support/memory-equals-lmdb';

describe('memory equals lmdb', () => {
  it.each([1, 2, 3, 4, 5, 6])('seed %d', (seed) => expectMemoryToEqualLmdb(seed, 400));
});
