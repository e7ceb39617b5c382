import Redis from 'ioredis';
import { RedisRateLimiter } from '../../src/shared/redis/rate-limiter';
import { until } from '../support/parley';
import { newTestName } from '../support/test-name';

describe('the rate limiter, on Redis', () => {
  const clients: Redis[] = [];
  let prefix: string;

  beforeEach(() => {
    prefix = newTestName();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.disconnect();
  });

  const limiter = (url = process.env['REDIS_URL'] ?? '') => {
    const client = new Redis(url, { maxRetriesPerRequest: 1 });
    client.on('error', () => undefined);
    clients.push(client);
    return new RedisRateLimiter(client, prefix);
  };
  const HOURLY = { key: 'login', limit: 5, perSeconds: 3_600 };
  const allowedOf = async (one: RedisRateLimiter, times: number) => {
    const verdicts = await Promise.all(Array.from({ length: times }, () => one.take([HOURLY])));
    return verdicts.filter(({ allowed }) => allowed).length;
  };

  it('lets as many pass as it should, of many at once from two processes', async () => {
    const counts = await Promise.all([allowedOf(limiter(), 20), allowedOf(limiter(), 20)]);
    expect(counts[0] + counts[1]).toBe(5);
  });

  it('says when to try again', async () => {
    const one = limiter();
    await allowedOf(one, 5);
    const verdict = await one.take([HOURLY]);
    expect(verdict).toEqual({ allowed: false, retryAfterSeconds: expect.any(Number) as number });
    if (verdict.allowed) throw new Error('allowed');
    expect(verdict.retryAfterSeconds).toBeGreaterThan(700);
    expect(verdict.retryAfterSeconds).toBeLessThanOrEqual(720);
  });

  it('lets one more pass for each interval that went by', async () => {
    const one = limiter();
    const quick = { key: 'quick', limit: 2, perSeconds: 1 };
    await one.take([quick]);
    await one.take([quick]);
    expect((await one.take([quick])).allowed).toBe(false);
    await until(async () => (await one.take([quick])).allowed, 5_000, 'the next interval');
    expect((await one.take([quick])).allowed).toBe(false);
  });

  it('counts against all limits or none', async () => {
    const one = limiter();
    const tight = { key: 'tight', limit: 1, perSeconds: 3_600 };
    expect((await one.take([tight])).allowed).toBe(true);
    for (let attempt = 0; attempt < 10; attempt += 1) expect((await one.take([HOURLY, tight])).allowed).toBe(false);
    expect(await allowedOf(one, 10)).toBe(5);
  });

  it('forgets on request, and keeps keys apart', async () => {
    const one = limiter();
    await allowedOf(one, 5);
    expect((await one.take([{ ...HOURLY, key: 'other' }])).allowed).toBe(true);
    await one.reset('login');
    expect(await allowedOf(one, 9)).toBe(5);
  });

  it('leaves nothing behind for longer than it counts', async () => {
    const one = limiter();
    await one.take([HOURLY]);
    const ttl = (await clients[0]?.pttl(`${prefix}:limit:login`)) ?? -1;
    expect(ttl).toBeGreaterThan(0);
    expect(ttl).toBeLessThanOrEqual(720_000);
  });

  it('is no judge while Redis is away', async () => {
    await expect(limiter('redis://127.0.0.1:1').take([HOURLY])).rejects.toThrow();
  });
});
