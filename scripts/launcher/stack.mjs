import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { appArguments } from './app.mjs';
import { fromRoot } from './paths.mjs';
import { ProcessGroup } from './process-group.mjs';
import { ensureRedisServer, startRedis } from './redis.mjs';
import { outputOf } from './run.mjs';
import { keptSecrets, localEnv } from './settings.mjs';
import { startStore, withDatabase } from './store.mjs';

const node = process.execPath;

/**
 * Everything that Parley needs and is, on this machine: document store, Redis, Instagram simulator, API, worker.
 * Data stays in `folder`. MONGODB_URI and REDIS_URL, when set, are used instead of servers of our own.
 */
export async function startStack({ folder, say, onEnd }) {
  mkdirSync(folder, { recursive: true });
  const group = new ProcessGroup(path.join(folder, 'run'));
  try {
    return await startIn(group, { folder, say, onEnd });
  } catch (error) {
    await group.stop();
    throw error;
  }
}

async function startIn(group, { folder, say, onEnd }) {
  const secrets = keptSecrets(path.join(folder, 'secrets.json'));
  say('starting document store, Redis and Instagram simulator');
  const [mongoUri, redisUrl, simulator] = await Promise.all([
    process.env.MONGODB_URI ?? startStore(group, { folder: path.join(folder, 'store'), onEnd }),
    process.env.REDIS_URL ?? ownRedis(group, folder, say, onEnd),
    startSimulator(group, folder, secrets, onEnd),
  ]);
  const env = localEnv(
    secrets,
    { mongoUri: withDatabase(mongoUri, 'parley'), redisUrl, graphUrl: simulator.url },
    { ...quietly(), MAIL_OUTBOX_DIR: outboxOf(folder), STORAGE_FOLDER: path.join(folder, 'files') },
  );
  await migrate(env);
  say('starting API and worker');
  const [api, worker] = await Promise.all([
    group.startAnnounced('api', node, appArguments('main.js'), env, onEnd),
    group.startAnnounced('worker', node, appArguments('worker.js'), env, onEnd),
  ]);
  return {
    env,
    secrets,
    simulatorUrl: simulator.url,
    apiUrl: api.url,
    workerUrl: worker.url,
    stop: () => group.stop(),
  };
}

/** Mails of the demo and of development become files here. */
export const outboxOf = (folder) => path.join(folder, 'outbox');

const quietly = () => ({ LOG_LEVEL: process.env.LOG_LEVEL ?? 'info' });

async function ownRedis(group, folder, say, onEnd) {
  await ensureRedisServer(say);
  return startRedis(group, { folder: path.join(folder, 'redis'), onEnd });
}

async function startSimulator(group, folder, secrets, onEnd) {
  const cli = fromRoot('packages', 'instagram-simulator', 'dist', 'cli.js');
  const args = [
    '--app-secret',
    secrets.META_APP_SECRETS,
    '--verify-token',
    secrets.META_VERIFY_TOKEN,
    '--state',
    path.join(folder, 'simulator.json'),
  ];
  return group.startPrinting('simulator', node, [cli, '--port', '0', ...args], process.env, onEnd);
}

async function migrate(env) {
  await runCli(env, ['migrate']);
}

/** Runs a command of Parley's command line; its last line of output is the result. */
export async function runCli(env, args) {
  const output = await outputOf(node, appArguments('cli.js', ...args), { ...env, LOG_LEVEL: 'warn' });
  return JSON.parse(output.trim().split('\n').at(-1));
}
