import { Global, Module } from '@nestjs/common';
import { ChangeFeed, RateLimiter, type RateLimit, type RateVerdict, RedisConnections } from '../../src/shared/redis';

/** A hash of what is counted and kept, without expiry; `away` makes every command fail. */
export class MemoryRedis {
  away = false;
  readonly counts = new Map<string, number>();
  readonly values = new Map<string, string>();

  check(): void {
    if (this.away) throw new Error('Redis is away.');
  }
}

/** Counts without a clock: what is used up stays so until it is reset. */
export class MemoryRateLimiter extends RateLimiter {
  constructor(private readonly redis = new MemoryRedis()) {
    super();
  }

  override async take(limits: readonly RateLimit[]): Promise<RateVerdict> {
    this.redis.check();
    const { counts } = this.redis;
    const used = limits.find(({ key, limit }) => (counts.get(key) ?? 0) >= limit);
    if (used !== undefined) return { allowed: false, retryAfterSeconds: Math.ceil(used.perSeconds / used.limit) };
    for (const { key } of limits) counts.set(key, (counts.get(key) ?? 0) + 1);
    return { allowed: true };
  }

  override async reset(key: string): Promise<void> {
    this.redis.check();
    this.redis.counts.delete(key);
  }
}

export class SilentChangeFeed extends ChangeFeed {
  override async publish(): Promise<void> {
    await Promise.resolve();
  }

  override subscribe(): void {
    // Nobody publishes here.
  }
}

/** The commands that tickets need. */
function connectionsTo(redis: MemoryRedis): RedisConnections {
  const commands = {
    set: async (key: string, value: string) => {
      redis.check();
      redis.values.set(key, value);
      return 'OK';
    },
    getdel: async (key: string) => {
      redis.check();
      const value = redis.values.get(key) ?? null;
      redis.values.delete(key);
      return value;
    },
  };
  return { commands } as unknown as RedisConnections;
}

@Global()
@Module({
  providers: [
    MemoryRedis,
    { provide: RateLimiter, inject: [MemoryRedis], useFactory: (redis: MemoryRedis) => new MemoryRateLimiter(redis) },
    { provide: RedisConnections, inject: [MemoryRedis], useFactory: connectionsTo },
    { provide: ChangeFeed, useClass: SilentChangeFeed },
  ],
  exports: [MemoryRedis, RateLimiter, RedisConnections, ChangeFeed],
})
export class MemoryRedisModule {}
