import type { Redis } from 'ioredis';
import type { Parley } from './parley';

/** Where any of these texts stand: in which collection of the database, under or in which key of Redis. */
export async function tracesOf(texts: readonly string[], parley: Parley, redis: Redis): Promise<string[]> {
  const found = [...(await rowsAsText(parley)), ...(await keysAsText(redis, parley.env['QUEUE_PREFIX'] ?? ''))];
  return found.flatMap(([place, content]) =>
    texts.filter((text) => content.includes(text)).map((text) => `${place}: ${text}`),
  );
}

async function rowsAsText({ database }: Parley): Promise<[string, string][]> {
  const collections = await database.listCollections().toArray();
  return Promise.all(
    collections.map(async ({ name }): Promise<[string, string]> => {
      const rows = await database.collection(name).find().toArray();
      return [name, JSON.stringify(rows)];
    }),
  );
}

async function keysAsText(redis: Redis, prefix: string): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for await (const keys of redis.scanStream({ match: `*${prefix}*`, count: 500 }) as AsyncIterable<string[]>)
    for (const key of keys) found.push([`redis ${key}`, `${key} ${JSON.stringify(await valueOf(redis, key))}`]);
  return found;
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, 0, -1);
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return null;
  }
}
