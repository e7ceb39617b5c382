import { Customers, greetAll, openLoop } from '../load/customers.mjs';
import { comparison } from '../report/comparison.mjs';
import { percentile } from '../report/statistics.mjs';
import { interleaved } from '../rounds.mjs';
import { withSubject } from '../subjects.mjs';

const PEOPLE = 400;
const FIGURES = [
  { title: 'p50, ms', name: 'p50' },
  { title: 'p99, ms', name: 'p99' },
];

/** From the moment a webhook is due until Graph is asked to send, at a fixed rate. */
export async function latency(world, { store, pairs, seconds, perSecond, say }) {
  const measure = (subject) =>
    withSubject(world, subject, store, async ({ url }) => {
      const { graph, secret, accounts } = world;
      const customers = new Customers({ url, graph, secret, accounts, count: PEOPLE, connections: PEOPLE });
      await greetAll(customers, 24);
      const delays = await openLoop(customers, { perSecond, seconds });
      customers.close();
      return { p50: percentile(delays, 0.5), p99: percentile(delays, 0.99) };
    });
  const results = await interleaved({ pairs, ours: 'parley', baseline: 'bl2', measure, onPair: say });
  return comparison(results, FIGURES);
}
