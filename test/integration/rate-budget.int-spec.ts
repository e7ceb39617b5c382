import Redis from 'ioredis';
import type { Budget } from '../../src/shared/redis';
import { bucketOf, RedisRateBudget } from '../../src/shared/redis/rate-budget';
import { newTestName } from '../support/test-name';

const SENDS: Budget = { key: 'send-a1', perSecond: 100, brake: 'account-a1' };
const READS: Budget = { key: 'reads-a1', perSecond: 2 };
const PRIVATE_REPLIES: Budget = { key: 'private-reply-a1', perSecond: 750 / 3_600, overSeconds: 3_600 };
const START = 1_800_000_000_000;

/** Most grants that lie within any span of this length. */
function mostWithin(grants: readonly number[], spanMs: number): number {
  let [most, from] = [0, 0];
  for (const [to, at] of grants.entries()) {
    while ((grants[from] ?? at) <= at - spanMs) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

describe('the rate budget, on Redis', () => {
  const open: Redis[] = [];
  let prefix: string;
  let now: number;
  let budget: RedisRateBudget;

  const connect = () => {
    const client = new Redis(process.env['REDIS_URL'] ?? '', { maxRetriesPerRequest: 1 });
    client.on('error', () => undefined);
    open.push(client);
    return client;
  };

  beforeEach(() => {
    prefix = newTestName();
    now = START;
    budget = new RedisRateBudget(connect(), prefix, () => now);
  });

  afterEach(() => {
    for (const client of open.splice(0)) client.disconnect();
  });

  const flush = async () => {
    const keys = await connect().keys(`${prefix}:*`);
    if (keys.length > 0) await connect().del(...keys);
  };
  const ask = (of: Budget, id: string, rank = 1, since = START) =>
    budget.ask(of, [{ id, rank, since }]).then(([grant]) => grant);

  describe('to nobody in particular', () => {
    /** Takes all there is, at every step of the clock. */
    const drain = async (of: Budget, stepMs: number, steps: number, eachStep?: (step: number) => Promise<void>) => {
      const grants: number[] = [];
      for (let step = 0; step < steps; step++) {
        now += stepMs;
        await eachStep?.(step);
        const { granted } = await budget.take(of, 1_000);
        for (let i = 0; i < granted; i++) grants.push(now);
      }
      return grants;
    };

    it.each<[string, Budget, number, number, number, number]>([
      ['100 a second', SENDS, 5, 1_200, 1_000, 100],
      ['10 a second', { key: 'media', perSecond: 10 }, 10, 1_000, 1_000, 10],
      ['2 a second', READS, 50, 1_000, 1_000, 2],
      ['750 an hour', PRIVATE_REPLIES, 4_000, 2_700, 3_600_000, 750],
    ])('%s: never more, and at least 95 %% of it', async (_, of, stepMs, steps, spanMs, limit) => {
      const grants = await drain(of, stepMs, steps);
      expect(mostWithin(grants, spanMs)).toBeLessThanOrEqual(limit);
      expect(grants.length).toBeGreaterThanOrEqual(0.95 * limit * ((steps * stepMs) / spanMs) - 1);
    });

    it('never more either when Redis loses everything, again and again', async () => {
      const grants = await drain(SENDS, 5, 800, async (step) => {
        if (step % 37 === 0) await flush();
      });
      expect(grants.length).toBeGreaterThan(50);
      expect(mostWithin(grants, 1_000)).toBeLessThanOrEqual(100);
    });

    it.each([1, 2, 10, 100, 300])('at %i a second, a full bucket and its refill stay below one more', (perSecond) => {
      const { size, refill } = bucketOf({ perSecond });
      expect(Math.floor(size + refill)).toBeLessThanOrEqual(perSecond);
    });

    it('saves up no more than a small burst', async () => {
      await budget.take(SENDS, 1);
      now += 60_000;
      const { granted } = await budget.take(SENDS, 1_000);
      expect(granted).toBe(Math.floor(bucketOf(SENDS).size));
    });

    it('says how long to wait for the next', async () => {
      const { granted, waitMs } = await budget.take(READS, 1);
      expect([granted, waitMs]).toEqual([0, Math.ceil(1_000 / bucketOf(READS).refill)]);
      now += waitMs;
      await expect(budget.take(READS, 1)).resolves.toEqual({ granted: 1, waitMs: 0 });
    });

    it('takes back what was not used, as far as the bucket holds it', async () => {
      await budget.take(SENDS, 1);
      now += 1_000;
      await budget.take(SENDS, 2);
      await budget.giveBack(SENDS, 5);
      await expect(budget.take(SENDS, 5)).resolves.toMatchObject({ granted: Math.floor(bucketOf(SENDS).size) });
      await budget.giveBack({ key: 'unknown', perSecond: 1 }, 5);
      await expect(budget.take({ key: 'unknown', perSecond: 1 }, 1)).resolves.toMatchObject({ granted: 0 });
    });

    it('keeps budgets apart by key and by prefix', async () => {
      const other = new RedisRateBudget(connect(), newTestName(), () => now);
      await Promise.all([budget.take(SENDS, 1), budget.take({ ...SENDS, key: 'send-a2' }, 1), other.take(SENDS, 1)]);
      now += 20;
      await expect(budget.take(SENDS, 1)).resolves.toMatchObject({ granted: 1 });
      await expect(budget.take({ ...SENDS, key: 'send-a2' }, 1)).resolves.toMatchObject({ granted: 1 });
      await expect(other.take(SENDS, 1)).resolves.toMatchObject({ granted: 1 });
    });
  });

  describe('to those who wait', () => {
    /** Everybody comes when told to; gives the order and the times in which they were served, and how often they asked. */
    const serveAll = async (of: Budget, waiting: { id: string; rank: number; since: number }[], lateMs = 0) => {
      const due = new Map(waiting.map((one) => [one, now]));
      const served: { id: string; at: number }[] = [];
      let asks = 0;
      while (due.size > 0) {
        now = Math.max(now, Math.min(...due.values()) + lateMs);
        const here = [...due].filter(([, at]) => at <= now).map(([one]) => one);
        asks += here.length;
        const grants = await budget.ask(of, here);
        for (const [index, grant] of grants.entries()) {
          const one = here[index];
          if (one === undefined) continue;
          if (!grant.granted) due.set(one, now + grant.waitMs);
          else {
            due.delete(one);
            served.push({ id: one.id, at: now });
          }
        }
      }
      return { served, asks };
    };
    const crowd = (size: number, rank = 1, name = 'w') =>
      Array.from({ length: size }, (_, i) => ({ id: `${name}${i}`, rank, since: START + i }));

    it('serves the oldest first, each asked about once more when it is due', async () => {
      const { served, asks } = await serveAll(PRIVATE_REPLIES, crowd(2_000));
      expect(served.map(({ id }) => id)).toEqual(crowd(2_000).map(({ id }) => id));
      expect(asks).toBeLessThanOrEqual(2 * 2_000 + 50);
      const times = served.map(({ at }) => at);
      expect(mostWithin(times, 3_600_000)).toBeLessThanOrEqual(750);
      expect(served.length / (((times.at(-1) ?? 0) - START) / 3_600_000)).toBeGreaterThanOrEqual(0.95 * 750);
    });

    it('uses the budget up also when everybody comes a second late', async () => {
      const { served } = await serveAll(PRIVATE_REPLIES, crowd(800), 1_000);
      expect(served.length / ((now - START) / 3_600_000)).toBeGreaterThanOrEqual(0.95 * 750);
    });

    it('serves people before answers, and those before what the bot says of its own accord', async () => {
      const [people, answers, others] = [crowd(20, 0, 'p'), crowd(20, 1, 'a'), crowd(20, 2, 'o')];
      await budget.ask(SENDS, [...others, ...answers]);
      now += 5;
      const { served } = await serveAll(SENDS, [...others, ...answers, ...people]);
      expect(served.map(({ id }) => id)).toEqual([...people, ...answers, ...others].map(({ id }) => id));
    });

    it('lets nobody in particular pass those who wait', async () => {
      await ask(SENDS, 'w1');
      now += 15;
      await expect(budget.take(SENDS, 1)).resolves.toMatchObject({ granted: 0 });
      await expect(ask(SENDS, 'w1')).resolves.toEqual({ granted: true });
      now += 15;
      await expect(budget.take(SENDS, 1)).resolves.toMatchObject({ granted: 1 });
    });

    it('keeps the place of one who asks again too early', async () => {
      await ask(READS, 'w1');
      now += 100;
      await ask(READS, 'w2', 1, START + 1);
      await expect(ask(READS, 'w1')).resolves.toMatchObject({ granted: false, waitMs: 421 });
    });

    it('is not held up by those who come late', async () => {
      const late = crowd(5, 0, 'late');
      await budget.ask(SENDS, late);
      await ask(SENDS, 'punctual');
      now += 500;
      await expect(ask(SENDS, 'punctual')).resolves.toEqual({ granted: true });
      // Who was late is served before all others as soon as it comes.
      now += 15;
      const grants = await budget.ask(SENDS, [{ id: 'new', rank: 1, since: START }, ...late.slice(0, 1)]);
      expect(grants.map(({ granted }) => granted)).toEqual([true, true]);
    });

    it('goes on without those who do not come', async () => {
      await ask(READS, 'gone', 0);
      now += 600;
      await expect(ask(READS, 'here')).resolves.toMatchObject({ granted: false });
      now += 6_000;
      await expect(ask(READS, 'here')).resolves.toEqual({ granted: true });
    });

    it('answers named and unnamed in the order in which they asked', async () => {
      await budget.take(SENDS, 1);
      now += 1_000;
      const grants = await budget.ask(SENDS, [null, { id: 'w1', rank: 1, since: START }, null, null]);
      expect(grants.map(({ granted }) => granted)).toEqual([true, true, true, false]);
    });
  });

  describe('brakes', () => {
    it('stop everything that hangs on them until they end, and nothing else', async () => {
      await budget.take(SENDS, 1);
      await budget.stop('account-a1', 60_000);
      now += 1_000;
      const stopped = await ask(SENDS, 'w1');
      expect(stopped).toMatchObject({ granted: false });
      expect(stopped?.granted === false ? stopped.waitMs : 0).toBeGreaterThanOrEqual(59_000);
      await budget.take(READS, 1);
      now += 1_000;
      await expect(budget.take(READS, 1)).resolves.toMatchObject({ granted: 1 });
      now += stopped?.granted === false ? stopped.waitMs - 1_000 : 0;
      await expect(ask(SENDS, 'w1')).resolves.toEqual({ granted: true });
    });

    it('stop a budget by its own name', async () => {
      await budget.stop(SENDS.key, 5_000);
      now += 4_000;
      await expect(budget.take(SENDS, 1)).resolves.toMatchObject({ granted: 0 });
    });

    it('are never shortened', async () => {
      await budget.stop('account-a1', 60_000);
      await budget.stop('account-a1', 1_000);
      now += 30_000;
      await expect(budget.take(SENDS, 1)).resolves.toMatchObject({ granted: 0 });
    });

    it('leave an empty bucket behind', async () => {
      await budget.stop('account-a1', 60_000);
      await budget.take(SENDS, 1);
      now += 60_000;
      await expect(budget.take(SENDS, 10)).resolves.toMatchObject({ granted: 0 });
    });

    it('slow down to a share', async () => {
      await budget.take(SENDS, 1);
      await budget.slow('account-a1', 0.5, 60_000);
      let granted = 0;
      for (let i = 0; i < 100; i++) {
        now += 10;
        granted += (await budget.take(SENDS, 10)).granted;
      }
      expect(granted).toBeGreaterThanOrEqual(46);
      expect(granted).toBeLessThanOrEqual(50);
    });
  });

  it('goes by Redis’s own time, for two processes together', async () => {
    const budgets = [connect(), connect()].map((client) => new RedisRateBudget(client, prefix));
    const startedAt = performance.now();
    let granted = 0;
    while (performance.now() - startedAt < 1_200) {
      const taken = await Promise.all(budgets.map((one) => one.take(SENDS, 3)));
      granted += taken.reduce((sum, one) => sum + one.granted, 0);
    }
    expect(granted).toBeGreaterThan(50);
    expect(granted).toBeLessThanOrEqual(Math.ceil(((performance.now() - startedAt) / 1_000) * 100));
  });

  it('fails when Redis cannot be asked', async () => {
    const client = connect();
    const away = new RedisRateBudget(client, prefix);
    await away.take(SENDS, 1);
    client.disconnect();
    await expect(away.take(SENDS, 1)).rejects.toThrow(/closed/i);
  });
});
