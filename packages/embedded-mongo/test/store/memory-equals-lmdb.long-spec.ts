import { expectMemoryToEqualLmdb } from '../support/memory-equals-lmdb';

const SEEDS = Array.from({ length: 50 }, (_, at) => at + 100);

describe('memory equals lmdb, at length', () => {
  it.each(SEEDS)('seed %d', (seed) => expectMemoryToEqualLmdb(seed, 1000), 60_000);
});
