import { expectIndexesToEqualScans } from '../support/index-equals-scan';
import { useStore } from '../support/test-store';

const SEEDS = Array.from({ length: 100 }, (_, at) => at + 100);

describe('index equals scan, at length', () => {
  const store = useStore('memory');

  it.each(SEEDS)('seed %d', (seed) => expectIndexesToEqualScans(store, seed, 200), 60_000);
});
