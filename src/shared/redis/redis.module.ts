import { Global, Inject, Injectable, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import Redis from 'ioredis';
import { APP_CONFIG, type AppConfig } from '../config';
import { Contributions } from '../kernel';
import { AppLogger, HealthIndicator } from '../observability';
import { ChangeFeed, RedisChangeFeed } from './change-feed';
import { RateBudget, RedisRateBudget } from './rate-budget';
import { RateLimiter, RedisRateLimiter } from './rate-limiter';

/** One connection for commands, one for subscriptions. Commands fail at once while Redis is away; subscriptions come back. */
@Injectable()
export class RedisConnections implements OnApplicationShutdown {
  readonly commands: Redis;
  readonly subscriptions: Redis;

  constructor(@Inject(APP_CONFIG) config: Pick<AppConfig, 'redis'>, logger: AppLogger) {
    this.commands = new Redis(config.redis.url, {
      enableOfflineQueue: true,
      maxRetriesPerRequest: 1,
      enableAutoPipelining: false,
    });
    // The ready check would ask INFO on a connection that may already be subscribed, which Redis refuses.
    this.subscriptions = new Redis(config.redis.url, { maxRetriesPerRequest: null, enableReadyCheck: false });
    for (const client of [this.commands, this.subscriptions]) {
      client.on('error', (err: Error) => logger.event('warn', 'redis connection', { reason: err.message }));
    }
  }

  onApplicationShutdown(): void {
    this.commands.disconnect();
    this.subscriptions.disconnect();
  }
}

/** Registered by the worker only: the API acknowledges events durably without Redis. */
@Injectable()
export class RedisHealth extends HealthIndicator implements OnModuleInit {
  readonly name = 'redis';

  constructor(
    private readonly connections: RedisConnections,
    private readonly contributions: Contributions,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(HealthIndicator, this);
  }

  async check(): Promise<void> {
    await this.connections.commands.ping();
  }
}

@Global()
@Module({
  providers: [
    RedisConnections,
    {
      provide: RateBudget,
      inject: [RedisConnections, APP_CONFIG],
      useFactory: (connections: RedisConnections, config: AppConfig) =>
        new RedisRateBudget(connections.commands, config.redis.prefix),
    },
    {
      provide: RateLimiter,
      inject: [RedisConnections, APP_CONFIG],
      useFactory: (connections: RedisConnections, config: AppConfig) =>
        new RedisRateLimiter(connections.commands, config.redis.prefix),
    },
    {
      provide: ChangeFeed,
      inject: [RedisConnections, APP_CONFIG, AppLogger],
      useFactory: (connections: RedisConnections, config: AppConfig, logger: AppLogger) =>
        new RedisChangeFeed(connections.commands, connections.subscriptions, config.redis.prefix, logger),
    },
  ],
  exports: [RedisConnections, RateBudget, RateLimiter, ChangeFeed],
})
export class RedisModule {}
