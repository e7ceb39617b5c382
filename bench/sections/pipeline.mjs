import { closedLoop, Customers, greetAll } from '../load/customers.mjs';
import { cpuMs } from '../measure/process-figures.mjs';
import { comparison } from '../report/comparison.mjs';
import { interleaved } from '../rounds.mjs';
import { withSubject } from '../subjects.mjs';

const PEOPLE = 600;
const IN_FLIGHT = 48;
/** A fast program has compiled itself after one; a slow one would be measured compiling. */
const WARM_UP_ROUNDS = 3;
const FIGURES = [
  { title: 'messages answered/s', name: 'perSecond', aim: { atLeast: 0.6 } },
  { title: 'CPU ms per message', name: 'cpuMs', aim: { atMost: 1.7 } },
];

/** Message in, reply at Graph: API and worker against BL2. */
export async function pipeline(world, { store, pairs, seconds, say }) {
  const measure = (subject) =>
    withSubject(world, subject, store, async ({ url, pids }) => {
      const { graph, secret, accounts } = world;
      const customers = new Customers({ url, graph, secret, accounts, count: PEOPLE, connections: IN_FLIGHT });
      for (let round = 0; round < WARM_UP_ROUNDS; round++) await greetAll(customers, IN_FLIGHT);
      const cpuBefore = cpuMs(pids);
      const { answers, seconds: took } = await closedLoop(customers, { inFlight: IN_FLIGHT, seconds });
      const cpuUsed = cpuMs(pids) - cpuBefore;
      customers.close();
      return { perSecond: answers / took, cpuMs: cpuUsed / answers };
    });
  const results = await interleaved({ pairs, ours: 'parley', baseline: 'bl2', measure, onPair: say });
  return comparison(results, FIGURES);
}
