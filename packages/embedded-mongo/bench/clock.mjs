import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';

/** How long `work` takes, in milliseconds. */
export async function timed(work) {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Calls `operation(n)` again and again for about `ms`, `inFlight` at a time. @returns calls per second */
export async function rate(operation, { ms, inFlight = 1 }) {
  const from = performance.now();
  let calls = 0;
  const worker = async () => {
    while (performance.now() - from < ms) await operation(calls++);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (calls / (performance.now() - from)) * 1000;
}

/** The times of `count` calls one after another, in milliseconds, sorted. */
export async function latencies(operation, count) {
  const times = [];
  for (let n = 0; n < count; n++) times.push(await timed(() => operation(n)));
  return times.sort((a, b) => a - b);
}

export const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** Pings without a break while `work` runs. @returns how long the work took, and the slowest ping, in milliseconds */
export async function worstPingDuring(ping, work) {
  const result = { ms: 0, worstPing: 0, pings: 0 };
  let running = true;
  const worked = timed(work).then((ms) => {
    result.ms = ms;
    running = false;
  });
  while (running) {
    result.worstPing = Math.max(result.worstPing, await timed(ping));
    result.pings++;
    await setImmediate();
  }
  await worked;
  return result;
}
