import { setTimeout as delay } from 'node:timers/promises';
import Redis from 'ioredis';
import { MongoClient } from 'mongodb';
import { product } from '../flows/product.mjs';
import { LiveClients } from '../load/live-clients.mjs';
import { cpuMs, rssMb } from '../measure/process-figures.mjs';
import { comparison } from '../report/comparison.mjs';
import { percentile } from '../report/statistics.mjs';
import { interleaved } from '../rounds.mjs';
import { withSubject } from '../subjects.mjs';

const CLIENTS = 1_000;
/** A member may have 20 streams open on a process. */
const MEMBERS = 60;
const PER_SECOND = 10;
const WARM_UP_EVENTS = 10;
const ARRIVE_MS = 60_000;
const OWNER = { email: 'owner@bench.parley.local', password: 'bench-of-parley-2826' };
const FIGURES = [
  { title: 'event to client, median, ms', name: 'p50' },
  { title: 'event to client, p99, ms', name: 'p99', aim: { atMost: 2 } },
  { title: 'CPU µs per client and event', name: 'cpuUs', aim: { atMost: 2 } },
  { title: 'memory of the clients, MB', name: 'memoryMb' },
];

/** What happens in a workspace, told to a thousand that follow it: one API process beside a bare server of streams. */
export async function streams(world, { pairs, seconds, say }) {
  // Before the rounds, so that none of them holds what it takes to sign up.
  const team = await withSubject(world, 'parley-streams', 'direct', ({ url, env }) => teamOf(url, env));
  const measure = (subject) =>
    withSubject(world, subject, 'direct', async ({ url, pids, env }) => {
      const stage = subject === 'parley-streams' ? parleyStage(team, url, env) : bareStage(url, env);
      const clients = new LiveClients();
      try {
        await clients.open(1, stage.urlOf);
        const before = rssMb(pids[0]);
        await clients.open(CLIENTS - 1, stage.urlOf);
        const memoryMb = rssMb(pids[0]) - before;
        return { ...(await tell(stage, clients, { pids, events: Math.round(seconds * 2 * PER_SECOND) })), memoryMb };
      } finally {
        clients.close();
        stage.close();
      }
    });
  const results = await interleaved({ pairs, ours: 'parley-streams', baseline: 'bare-streams', measure, onPair: say });
  return comparison(results, FIGURES);
}

/** At a fixed rate, whatever becomes of the events before. */
async function tell(stage, clients, { pids, events }) {
  await tellAll(stage, WARM_UP_EVENTS);
  await clients.heard(WARM_UP_EVENTS * CLIENTS, ARRIVE_MS);
  clients.delays = [];
  const cpuBefore = cpuMs(pids);
  await tellAll(stage, events);
  await clients.heard(events * CLIENTS, ARRIVE_MS);
  const cpuUs = ((cpuMs(pids) - cpuBefore) * 1_000) / (events * CLIENTS);
  return { p50: percentile(clients.delays, 0.5), p99: percentile(clients.delays, 0.99), cpuUs };
}

async function tellAll(stage, events) {
  const startedAt = performance.now();
  for (let event = 0; event < events; event++) {
    await delay(Math.max(0, startedAt + (event * 1_000) / PER_SECOND - performance.now()));
    await stage.tell({ sentAt: performance.now(), text: 'Hello, is the blue bowl still there?', direction: 'in' });
  }
}

function bareStage(url, env) {
  const redis = new Redis(env.REDIS_URL);
  return {
    urlOf: () => url,
    tell: (data) => redis.xadd(`${env.QUEUE_PREFIX}:bare`, 'MAXLEN', '~', 2_000, '*', 'event', JSON.stringify(data)),
    close: () => redis.disconnect(),
  };
}

/** Told as every process of Parley tells: into the feed of the workspace. */
function parleyStage({ workspaceId, tokens }, url, env) {
  const redis = new Redis(env.REDIS_URL);
  const { RedisFeeds } = product('shared/redis/feeds');
  const { storedText } = product('shared/realtime/feed-entry');
  const feeds = new RedisFeeds(redis, () => redis.duplicate(), env.QUEUE_PREFIX);
  const path = `/v1/workspaces/${workspaceId}/stream`;
  let told = 0;
  const eventOf = (data) => {
    const id = `bench-event-${++told}`;
    const about = { subjectId: `m${told}`, conversationId: 'bench-conversation' };
    return { id, type: 'message.received', workspaceId, at: new Date(), ...about, data };
  };
  return {
    urlOf: async (number) => {
      const { ticket } = await call(url, `${path}/ticket`, { token: tokens[number % tokens.length] });
      return `${url}${path}?ticket=${ticket}`;
    },
    tell: async (data) => {
      const event = eventOf(data);
      await feeds.append(workspaceId, [{ id: event.id, text: storedText(event) }], 'bench-epoch');
    },
    close: () => redis.disconnect(),
  };
}

/** Members of one workspace, signed in. */
async function teamOf(url, env) {
  const { token } = await call(url, '/v1/auth/login', { body: OWNER });
  const workspaceId = (await call(url, '/v1/me', { token, method: 'GET' })).workspaces[0].id;
  const people = await Promise.all(Array.from({ length: MEMBERS }, (_, index) => signUp(url, index)));
  const store = await new MongoClient(env.MONGODB_URI).connect();
  const rows = people.map(({ userId }) => ({
    _id: `bench-${userId}`,
    workspaceId,
    userId,
    role: 'agent',
    createdAt: new Date(),
  }));
  await store.db().collection('memberships').insertMany(rows);
  await store.close();
  return { workspaceId, tokens: people.map((person) => person.token) };
}

async function signUp(url, index) {
  const email = `member-${index}@bench.parley.local`;
  const body = { email, password: OWNER.password, name: `Member ${index}`, workspaceName: 'Own' };
  const { token } = await call(url, '/v1/auth/signup', { body });
  return { token, userId: (await call(url, '/v1/me', { token, method: 'GET' })).id };
}

/** @throws unless it answers with success. */
async function call(url, path, { method = 'POST', token, body } = {}) {
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const answer = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
