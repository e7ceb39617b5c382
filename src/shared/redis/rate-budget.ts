import type Redis from 'ioredis';

export interface Budget {
  /** What is limited, e.g. `send-<account>`. */
  key: string;
  perSecond: number;
}

/** A token bucket shared by all processes: at most `perSecond` grants in any second, also after Redis was emptied. */
export abstract class RateBudget {
  /** Takes up to `wanted` tokens; `waitMs`: until there is another, when it were too few. @throws when Redis cannot be asked: the caller must not send then. */
  abstract take(budget: Budget, wanted: number): Promise<{ granted: number; waitMs: number }>;
}

/**
 * KEYS[1] bucket; ARGV: refill per second, size, wanted. A bucket that is missing starts empty, since a full one would
 * allow a double burst after Redis was flushed. Times are Redis's own.
 */
const TAKE = `
local rate, size, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(bucket[1]) or 0
local at = tonumber(bucket[2]) or now
tokens = math.min(size, tokens + (now - at) * rate / 1000)
local granted = math.min(wanted, math.floor(tokens))
tokens = tokens - granted
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(now))
redis.call('PEXPIRE', KEYS[1], 86400000)
local wait = 0
if granted < wanted then wait = math.ceil((1 - tokens) * 1000 / rate) end
return { granted, wait }
`;

const BURST_SHARE = 0.2;

/** Size and refill together never pass the limit, so that a full bucket and its refill fit into one second. */
export function bucketOf(perSecond: number): { size: number; refill: number } {
  const size = Math.max(1, Math.floor(perSecond * BURST_SHARE));
  return { size, refill: Math.max(perSecond - size, perSecond / 2) };
}

interface BucketClient {
  parleyTakeTokens(key: string, refill: number, size: number, wanted: number): Promise<[number, number]>;
}

export class RedisRateBudget extends RateBudget {
  private readonly client: Redis & BucketClient;

  constructor(
    redis: Redis,
    private readonly prefix: string,
  ) {
    super();
    redis.defineCommand('parleyTakeTokens', { numberOfKeys: 1, lua: TAKE });
    this.client = redis as Redis & BucketClient;
  }

  override async take(budget: Budget, wanted: number): Promise<{ granted: number; waitMs: number }> {
    const { size, refill } = bucketOf(budget.perSecond);
    const [granted, waitMs] = await this.client.parleyTakeTokens(
      `${this.prefix}:budget:${budget.key}`,
      refill,
      size,
      wanted,
    );
    return { granted, waitMs };
  }
}
