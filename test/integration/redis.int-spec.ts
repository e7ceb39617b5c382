import Redis from 'ioredis';
import { bucketOf, RedisRateBudget } from '../../src/shared/redis/rate-budget';
import { RedisChangeFeed } from '../../src/shared/redis/change-feed';
import { until } from '../support/parley';
import { newTestName } from '../support/test-name';
import { TelemetryProbe } from '../support/telemetry-probe';

describe('on Redis', () => {
  const open: Redis[] = [];
  let prefix: string;

  beforeEach(() => {
    prefix = newTestName();
  });

  afterEach(() => {
    for (const client of open.splice(0)) client.disconnect();
  });

  const connect = (options: { enableOfflineQueue?: boolean } = {}) => {
    const client = new Redis(process.env['REDIS_URL'] ?? '', { maxRetriesPerRequest: 1, ...options });
    client.on('error', () => undefined);
    open.push(client);
    return client;
  };

  describe('the rate budget', () => {
    const BUDGET = { key: 'send-a1', perSecond: 100 };
    /** Redis's own time in ms, by which the buckets go. */
    const redisNow = async (client: Redis) => {
      const [seconds, micros] = await client.time();
      return Number(seconds) * 1_000 + Number(micros) / 1_000;
    };

    it('starts empty, so that a flushed Redis allows no second burst', async () => {
      const client = connect();
      const budget = new RedisRateBudget(client, prefix);
      expect((await budget.take(BUDGET, 10)).granted).toBe(0);
      await until(async () => (await budget.take(BUDGET, 1)).granted === 1, 5_000, 'a first token');
      await client.del(`${prefix}:budget:${BUDGET.key}`);
      expect((await budget.take(BUDGET, 10)).granted).toBe(0);
    });

    it('never grants more than the rate in any second, to two processes together', async () => {
      const clients = [connect(), connect()];
      const budgets = clients.map((client) => new RedisRateBudget(client, prefix));
      const grants: number[] = [];
      const startedAt = performance.now();
      const drain = async (index: number) => {
        const [budget, client] = [budgets[index], clients[index]] as [RedisRateBudget, Redis];
        while (performance.now() - startedAt < 2_500) {
          const { granted } = await budget.take(BUDGET, 3);
          const at = await redisNow(client);
          for (let i = 0; i < granted; i++) grants.push(at);
        }
      };
      await Promise.all([drain(0), drain(1)]);
      const inSecondFrom = (from: number) => grants.filter((at) => at >= from && at < from + 1_000).length;
      expect(Math.max(...grants.map(inSecondFrom))).toBeLessThanOrEqual(BUDGET.perSecond);
      // And it is no miser: what the refill allows is given.
      expect(grants.length).toBeGreaterThan(bucketOf(BUDGET.perSecond).refill * 2.5 * 0.8);
    });

    it('holds a full bucket and its refill within one second’s rate', async () => {
      const client = connect();
      const budget = new RedisRateBudget(client, prefix);
      // As after a long pause: the bucket was last touched a minute ago.
      const key = `${prefix}:budget:${BUDGET.key}`;
      await client.hset(key, { tokens: '0', at: String(Math.floor(await redisNow(client)) - 60_000) });
      const { granted } = await budget.take(BUDGET, 1_000);
      expect(granted).toBe(bucketOf(BUDGET.perSecond).size);
      expect(granted + bucketOf(BUDGET.perSecond).refill).toBeLessThanOrEqual(BUDGET.perSecond);
    });

    it('says how long to wait for the next token', async () => {
      const budget = new RedisRateBudget(connect(), prefix);
      const slow = { key: 'slow', perSecond: 1 };
      await budget.take(slow, 1);
      const { granted, waitMs } = await budget.take(slow, 1);
      const { refill } = bucketOf(1);
      expect(granted).toBe(0);
      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThanOrEqual(1_000 / refill);
    });

    it.each([1, 2, 5, 100, 300])(
      'at %i a second, a burst and the refill behind it stay within the limit',
      (perSecond) => {
        const { size, refill } = bucketOf(perSecond);
        expect(size).toBeGreaterThanOrEqual(1);
        expect(refill).toBeGreaterThan(0);
        if (perSecond > 1) expect(size + refill).toBeLessThanOrEqual(perSecond);
      },
    );

    it('fails when Redis cannot be asked', async () => {
      const client = connect();
      const budget = new RedisRateBudget(client, prefix);
      await budget.take(BUDGET, 1);
      client.disconnect();
      await expect(budget.take(BUDGET, 1)).rejects.toThrow(/closed/i);
    });

    it('keeps budgets apart by key and by prefix', async () => {
      const client = connect();
      const [one, other] = [new RedisRateBudget(client, prefix), new RedisRateBudget(client, newTestName())];
      const key = `${prefix}:budget:${BUDGET.key}`;
      await client.hset(key, { tokens: '5', at: String(Math.floor(await redisNow(client))) });
      expect((await other.take(BUDGET, 5)).granted).toBe(0);
      expect((await one.take({ ...BUDGET, key: 'send-a2' }, 5)).granted).toBe(0);
      expect((await one.take(BUDGET, 5)).granted).toBe(5);
    });
  });

  describe('the change feed', () => {
    const feed = (probe = new TelemetryProbe()) => {
      const commands = connect({ enableOfflineQueue: false });
      const made = new RedisChangeFeed(commands, connect(), prefix, probe.logger);
      return { feed: made, commands, probe };
    };
    /** Subscribing takes effect after an answer of Redis; a hint is repeated until it is heard. */
    const publishedUntil = (publish: () => Promise<void>, heard: () => boolean) =>
      until(async () => publish().then(heard), 10_000, 'the hint');

    it('tells every listener of a topic in every process, and nobody else', async () => {
      const [here, there] = [feed(), feed()];
      const heard = {
        here: new Set<string>(),
        there: new Set<string>(),
        again: new Set<string>(),
        other: new Set<string>(),
      };
      here.feed.subscribe('flows', (key) => heard.here.add(key));
      there.feed.subscribe('flows', (key) => heard.there.add(key));
      there.feed.subscribe('flows', (key) => heard.again.add(key));
      there.feed.subscribe('accounts', (key) => heard.other.add(key));
      await until(() => here.commands.status === 'ready', 10_000, 'Redis');
      const all = () => [heard.here, heard.there, heard.again].every((keys) => keys.has('w1'));
      await publishedUntil(() => here.feed.publish('flows', 'w1'), all);
      expect([...heard.other]).toEqual([]);
    });

    it('a hint that cannot be sent is reported, and nothing fails', async () => {
      const { feed: broken, commands, probe } = feed();
      commands.disconnect();
      await expect(broken.publish('flows', 'w1')).resolves.toBeUndefined();
      expect(probe.messages).toEqual(['change hint not sent; others notice by polling']);
    });
  });
});
