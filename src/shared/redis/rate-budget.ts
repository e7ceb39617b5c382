import type Redis from 'ioredis';

export interface Budget {
  /** What is limited, e.g. `send-<account>`. */
  key: string;
  perSecond: number;
}

/** A token bucket shared by all processes: at most `perSecond` grants in any second, also after Redis was emptied. */
export abstract class RateBudget {
  /** Takes up to `wanted` tokens. @throws when Redis cannot be asked: the caller must not send then. */
  abstract take(budget: Budget, wanted: number): Promise<{ granted: number; waitMs: number }>;
}

/**
 * KEYS[1] bucket; ARGV: rate per second, wanted. The bucket holds one second's worth; one that is missing starts empty,
 * since a full one would allow a double burst after Redis was flushed. Times are Redis's own.
 */
const TAKE = `
local rate, wanted = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(bucket[1]) or 0
local at = tonumber(bucket[2]) or now
tokens = math.min(rate, tokens + (now - at) * rate / 1000)
local granted = math.min(wanted, math.floor(tokens))
tokens = tokens - granted
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(now))
redis.call('PEXPIRE', KEYS[1], 86400000)
local wait = 0
if granted == 0 then wait = math.ceil((1 - tokens) * 1000 / rate) end
return { granted, wait }
`;

export class RedisRateBudget extends RateBudget {
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
  ) {
    super();
    redis.defineCommand('parleyTakeTokens', { numberOfKeys: 1, lua: TAKE });
  }

  override async take(budget: Budget, wanted: number): Promise<{ granted: number; waitMs: number }> {
    const client = this.redis as Redis & {
      parleyTakeTokens(key: string, rate: number, wanted: number): Promise<[number, number]>;
    };
    const [granted, waitMs] = await client.parleyTakeTokens(
      `${this.prefix}:budget:${budget.key}`,
      budget.perSecond,
      wanted,
    );
    return { granted, waitMs };
  }
}
