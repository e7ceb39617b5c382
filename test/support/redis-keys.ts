import type { Redis } from 'ioredis';

/** Forgets every key of one installation, as a flushed Redis would. Resolves with how many there were. */
export async function flushPrefix(redis: Redis, prefix: string): Promise<number> {
  let flushed = 0;
  for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 500 }) as AsyncIterable<string[]>)
    if (keys.length > 0) flushed += await redis.del(...keys);
  return flushed;
}
