import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { fromRoot } from '../scripts/launcher/paths.mjs';
import { ensureRedisServer, startRedis } from '../scripts/launcher/redis.mjs';
import { run } from '../scripts/launcher/run.mjs';
import { localEnv, newSecrets } from '../scripts/launcher/settings.mjs';
import { startStore, withDatabase } from '../scripts/launcher/store.mjs';
import { startFakeGraph } from './load/fake-graph.mjs';
import { newGroup, stopGroup } from './processes.mjs';

/** An account may send 100 messages a second, 300 at most by setting; so many accounts are never the limit. */
const ACCOUNTS = Array.from({ length: 12 }, (_, index) => `1784140000000${index + 1000}`);
const SENDS_PER_SECOND = '300';
const HOT_COLLECTIONS = ['inboxEvents', 'conversations', 'messages', 'contacts', 'automationSessions'];

/** What all rounds share: document store, Redis, a seeded database, the baselines' database, and the fake Graph. */
export class World {
  accounts = ACCOUNTS;
  graph;
  secret;
  folder = mkdtempSync(path.join(tmpdir(), 'parley-bench-'));
  #group = newGroup(path.join(this.folder, 'services'));
  #mongo;
  #env;
  #rounds = 0;
  #name = `parley_bench_${process.pid}`;

  static async start(say) {
    const world = new World();
    try {
      await world.#start(say);
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  /** Settings of a process under test. @param kind `parley` or `baseline`, each with a database of its own */
  env(kind, storeUri) {
    const uri = withDatabase(storeUri, kind === 'parley' ? this.#name : `${this.#name}_bl`);
    return { ...this.#env, MONGODB_URI: uri, QUEUE_PREFIX: `bench-${this.#rounds}` };
  }

  /** Nothing of the last round is left, but what was seeded. */
  async newRound() {
    this.#rounds++;
    for (const name of [this.#name, `${this.#name}_bl`])
      for (const collection of HOT_COLLECTIONS) await this.#mongo.db(name).collection(collection).deleteMany({});
  }

  get storeUri() {
    return this.#env.MONGODB_URI;
  }

  async stop() {
    if (this.#mongo !== undefined) {
      for (const name of [this.#name, `${this.#name}_bl`]) await this.#mongo.db(name).dropDatabase();
      await this.#mongo.close();
    }
    await this.graph?.close();
    await stopGroup(this.#group);
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #start(say) {
    say('starting document store, Redis and a fake Graph');
    const mongoUri = process.env.MONGODB_URI ?? (await startStore(this.#group));
    if (process.env.REDIS_URL === undefined) await ensureRedisServer(say);
    const redisUrl = process.env.REDIS_URL ?? (await startRedis(this.#group));
    this.graph = await startFakeGraph();
    const secrets = newSecrets();
    this.secret = secrets.META_APP_SECRETS;
    this.#env = localEnv(
      secrets,
      { mongoUri, redisUrl, graphUrl: this.graph.url },
      { NODE_ENV: 'production', SEND_RATE_PER_SECOND: SENDS_PER_SECOND, BOT_EXCHANGES_PER_MINUTE: '0' },
    );
    say('seeding');
    this.#mongo = await new MongoClient(mongoUri).connect();
    const env = { ...this.env('parley', mongoUri), LOG_LEVEL: 'warn' };
    await run(process.execPath, [fromRoot('bench', 'seed.mjs'), ...ACCOUNTS], { quiet: true, env });
    await this.#mongo.db(`${this.#name}_bl`).collection('inboxEvents').createIndex({ conversationId: 1, status: 1 });
  }
}
