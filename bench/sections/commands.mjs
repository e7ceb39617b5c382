import { setTimeout as delay } from 'node:timers/promises';
import { closedLoop, Customers, greetAll } from '../load/customers.mjs';
import { HttpPool } from '../load/http-pool.mjs';
import { bodyOf, echoItem, newMid, seenItem, signedRequest, textItem } from '../load/webhooks.mjs';
import { figure, table } from '../report/table.mjs';
import { startCommandProxy } from '../stores/command-proxy.mjs';
import { withSubject } from '../subjects.mjs';

const TIMES = 3;
const QUIET_MS = 250;
const MOST_LOOKS = 60;
const PARTICIPANT = '5999999999999999';

/** MongoDB commands of Parley for each kind of event: alone, where nothing can be grouped, and under load. */
export async function commands(world, { seconds }) {
  const proxy = await startCommandProxy(world.storeUri);
  try {
    return await withSubject(world, 'parley', proxy.uri, async ({ url }) => {
      const alone = await eventsAlone(world, url, proxy);
      const loaded = await underLoad(world, url, proxy, seconds);
      const rows = [...alone.map(({ row }) => row), ['one reply, 48 in flight (mean)', figure(loaded), '6 + 3/B', '']];
      const which = alone.map(({ row: [title], names }) => `  ${title}: ${names.join(', ')}`);
      return [table(['', 'commands', 'budget', 'verdict'], rows), ...which].join('\n');
    });
  } finally {
    await proxy.close();
  }
}

async function eventsAlone(world, url, proxy) {
  const pool = new HttpPool(url, 1);
  const account = world.accounts[0];
  const post = (item) => pool.post(signedRequest(bodyOf(account, [item]), world.secret));
  const sent = [];
  world.graph.onSend = (send) => sent.push(send);
  const texts = [];
  const writes = (mid = newMid()) => {
    texts.push(mid);
    return post(textItem(account, PARTICIPANT, 'hello', mid));
  };
  const echoes = () => post(echoItem(account, PARTICIPANT, 'You said: hello', sent.shift().mid));
  await post(textItem(account, `${PARTICIPANT}0`, 'hello')); // caches
  await quiet(proxy, 8);
  sent.length = 0;
  // At B = 1 a grouped command counts in full.
  const rows = [
    await counted(proxy, { title: 'first contact, one reply', least: 10, budget: 10, times: 1 }, writes),
    await counted(proxy, { title: 'known conversation, one reply', least: 8, budget: 9, times: TIMES }, () => writes()),
    await counted(proxy, { title: 'the same message again', least: 1, budget: 1, times: TIMES }, () =>
      writes(texts.at(-1)),
    ),
    await counted(proxy, { title: 'seen', least: 3, budget: 3, times: TIMES }, () =>
      post(seenItem(account, PARTICIPANT, newMid())),
    ),
    await counted(proxy, { title: 'echo of our own send', least: 2, budget: 4, times: TIMES }, echoes),
  ];
  pool.close();
  return rows;
}

/** @param event `least`: as many commands it surely takes, however slow the machine is just now */
async function counted(proxy, { title, least, budget, times }, act) {
  let most = [];
  for (let time = 0; time < times; time++) {
    proxy.forget();
    const status = await act();
    if (status !== 200) throw new Error(`A webhook was answered with ${status}.`);
    const seen = await quiet(proxy, least);
    if (seen.length > most.length) most = seen;
  }
  const names = most.map(({ name, collection }) => `${collection}.${name}`);
  return { row: [title, most.length, budget, most.length <= budget ? 'met' : 'missed'], names };
}

/** What was seen once nothing more comes. */
async function quiet(proxy, least = 0) {
  let seen = [];
  for (let looks = 0, before = -1; looks < MOST_LOOKS; looks++, before = seen.length) {
    seen = proxy.commands();
    if (seen.length === before && seen.length >= least) break;
    await delay(QUIET_MS);
  }
  return seen;
}

async function underLoad(world, url, proxy, seconds) {
  const { graph, secret, accounts } = world;
  const customers = new Customers({ url, graph, secret, accounts, count: 200, connections: 48 });
  await greetAll(customers, 48);
  await quiet(proxy);
  proxy.forget();
  const { answers } = await closedLoop(customers, { inFlight: 48, seconds });
  const seen = await quiet(proxy);
  customers.close();
  return seen.length / answers;
}
