import { BACKENDS, useStore } from '../support/test-store';
import { expectIndexesToEqualScans } from '../support/index-equals-scan';

describe.each(BACKENDS)('index equals scan: %s', (backend) => {
  const store = useStore(backend);

  it.each([1, 2, 3, 4])('seed %d', (seed) => expectIndexesToEqualScans(store, seed, 100));
});
