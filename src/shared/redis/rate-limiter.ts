import type Redis from 'ioredis';

/** `limit` requests may come at once; then one more for each `perSeconds / limit` that passed. */
export interface RateLimit {
  /** Whom it limits: closed names and hashes, such as `login-ip:<address>`. */
  key: string;
  limit: number;
  perSeconds: number;
}

export type RateVerdict = { allowed: true } | { allowed: false; retryAfterSeconds: number };

/** Counts requests for all processes together. */
export abstract class RateLimiter {
  /** Counts one request against every limit, or against none when one of them is exhausted. @throws when Redis is away. */
  abstract take(limits: readonly RateLimit[]): Promise<RateVerdict>;
  /** Forgets what was counted under the key. @throws when Redis is away. */
  abstract reset(key: string): Promise<void>;
}

/**
 * Generic cell rate: each key holds the time until which it is used up. KEYS: one a limit; ARGV: for each key the
 * interval between two requests and the window, in ms. Answers the wait in ms; 0 means taken. Times are Redis's own.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local wait = 0
local untils = {}
for index, key in ipairs(KEYS) do
  local interval, window = tonumber(ARGV[index * 2 - 1]), tonumber(ARGV[index * 2])
  local next_until = math.max(tonumber(redis.call('GET', key)) or now, now) + interval
  wait = math.max(wait, next_until - now - window)
  untils[index] = next_until
end
if wait > 0 then return math.ceil(wait) end
for index, key in ipairs(KEYS) do
  redis.call('SET', key, tostring(untils[index]), 'PX', math.ceil(untils[index] - now))
end
return 0`;

export class RedisRateLimiter extends RateLimiter {
  constructor(
    private readonly client: Redis,
    private readonly prefix: string,
  ) {
    super();
  }

  override async take(limits: readonly RateLimit[]): Promise<RateVerdict> {
    const keys = limits.map(({ key }) => this.keyOf(key));
    const numbers = limits.flatMap(({ limit, perSeconds }) => [(perSeconds * 1000) / limit, perSeconds * 1000]);
    const waitMs = Number(await this.client.eval(TAKE, keys.length, ...keys, ...numbers));
    return waitMs === 0 ? { allowed: true } : { allowed: false, retryAfterSeconds: Math.ceil(waitMs / 1000) };
  }

  override async reset(key: string): Promise<void> {
    await this.client.del(this.keyOf(key));
  }

  private keyOf(key: string): string {
    return `${this.prefix}:limit:${key}`;
  }
}
