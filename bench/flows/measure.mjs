import { median } from '../report/statistics.mjs';

const BATCH_MS = 2;

/**
 * Milliseconds for each call: the median over many short batches, so that a moment in which the machine did something
 * else does not count.
 */
export function millisecondsACall(call, { seconds, warmUp = 100 }) {
  let calls = 0;
  while (calls < warmUp) call(calls++);
  const batches = [];
  const startedAt = performance.now();
  while (batches.length < 3 || performance.now() - startedAt < seconds * 1_000) {
    const from = calls;
    const begin = performance.now();
    do call(calls++);
    while (performance.now() - begin < BATCH_MS);
    batches.push((performance.now() - begin) / (calls - from));
  }
  return median(batches);
}
