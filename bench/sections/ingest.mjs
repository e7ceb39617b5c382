import { IngestLoad } from '../load/ingest-load.mjs';
import { cpuMs } from '../measure/process-figures.mjs';
import { comparison } from '../report/comparison.mjs';
import { percentile } from '../report/statistics.mjs';
import { interleaved } from '../rounds.mjs';
import { withSubject } from '../subjects.mjs';

const WARM_UP_SECONDS = 1;
const FIGURES = [
  { title: 'acknowledged webhooks/s', name: 'perSecond', aim: { atLeast: 0.85 } },
  { title: 'CPU µs per webhook', name: 'cpuUs' },
  { title: 'ack p99 at full load, ms', name: 'p99' },
];

/** Signed webhooks in, 200 out: the API against BL1. */
export async function ingest(world, { store, pairs, seconds, say }) {
  const measure = (subject) =>
    withSubject(world, subject, store, async ({ url, pids }) => {
      const load = new IngestLoad({ url, secret: world.secret, accounts: world.accounts });
      await load.run(WARM_UP_SECONDS);
      const cpuBefore = cpuMs(pids);
      const { acks, seconds: took, delays } = await load.run(seconds);
      const cpuUs = ((cpuMs(pids) - cpuBefore) * 1_000) / acks;
      load.close();
      return { perSecond: acks / took, cpuUs, p99: percentile(delays, 0.99) };
    });
  const results = await interleaved({ pairs, ours: 'parley-api', baseline: 'bl1', measure, onPair: say });
  return comparison(results, FIGURES);
}
