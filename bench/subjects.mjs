import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { appArguments } from '../scripts/launcher/app.mjs';
import { fromRoot } from '../scripts/launcher/paths.mjs';
import { newGroup, stopGroup } from './processes.mjs';

const node = process.execPath;
const LOG_LINES = 10;
/** All clients of a section come from one address, and to one workspace. */
const UNLIMITED = {
  IP_REQUESTS_PER_MINUTE: '1000000',
  ACCOUNT_REQUESTS_PER_MINUTE: '1000000',
  WORKSPACE_REQUESTS_PER_MINUTE: '1000000',
  SIGN_INS_PER_MINUTE: '1000000',
};
const DEAD = 'A process under test ended by itself';

let started = 0;

/**
 * Runs `measure` with fresh processes of one subject and stops them afterwards.
 * @param subject `parley-api`, `parley`, `parley-streams`, `bl1`, `bl2` or `bare-streams`
 * @param store `canned` or `direct`, or the URI of another server in front of the store
 */
export async function withSubject(world, subject, store, measure) {
  const group = newGroup(path.join(world.folder, `${subject}-${++started}`));
  await world.newRound();
  try {
    const storeUri = await storeFor(world, store, group);
    return await measure(await START[subject](world, storeUri, group));
  } catch (error) {
    throw new Error(`${subject} failed.\n${lastLines(group, subject)}`, { cause: error });
  } finally {
    await stopGroup(group);
  }
}

async function storeFor(world, store, group) {
  if (store === 'direct') return world.storeUri;
  if (store !== 'canned') return store;
  const script = fromRoot('bench', 'stores', 'canned-store.mjs');
  const { uri } = await group.startPrinting('canned', node, [script, world.storeUri], process.env, fail);
  return uri;
}

const START = {
  'parley-api': async (world, storeUri, group) => {
    const api = await startParley(group, 'main', world.env('parley', storeUri));
    return { url: api.url, pids: [api.pid] };
  },
  parley: async (world, storeUri, group) => {
    const env = world.env('parley', storeUri);
    const [api, worker] = await Promise.all(['main', 'worker'].map((script) => startParley(group, script, env)));
    return { url: api.url, pids: [api.pid, worker.pid] };
  },
  'parley-streams': async (world, storeUri, group) => {
    const env = { ...world.env('parley', storeUri), ...UNLIMITED };
    const api = await startParley(group, 'main', env);
    return { url: api.url, pids: [api.pid], env };
  },
  'bare-streams': async (world, storeUri, group) => {
    const env = world.env('baseline', storeUri);
    return { ...(await startBaseline(group, 'bare-streams', env)), env };
  },
  bl1: (world, storeUri, group) => startBaseline(group, 'bl1', world.env('baseline', storeUri)),
  bl2: (world, storeUri, group) => startBaseline(group, 'bl2', world.env('baseline', storeUri)),
};

/** What its processes wrote last. */
function lastLines(group, subject) {
  const logs = (subject.startsWith('parley') ? ['main', 'worker'] : [subject]).map((name) => group.logOf(name));
  const tailOf = (file) => readFileSync(file, 'utf8').split('\n').slice(-LOG_LINES).join('\n');
  return logs
    .filter((file) => existsSync(file))
    .map(tailOf)
    .join('\n');
}

/** @param script `main` or `worker` */
export const startParley = (group, script, env) =>
  group.startAnnounced(script, node, appArguments(`${script}.js`), env, fail);

async function startBaseline(group, name, env) {
  const script = fromRoot('bench', 'baselines', `${name}.mjs`);
  const { url, pid } = await group.startPrinting(name, node, [script], env, fail);
  return { url, pids: [pid] };
}

/** Without it the load would wait for ever for a process that is gone. */
function fail(name, code) {
  process.stderr.write(`${DEAD}: ${name} (${code})\n`);
  process.exitCode = 1;
}
