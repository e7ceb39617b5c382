import { Global, Inject, Injectable, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import Redis from 'ioredis';
import { APP_CONFIG, type AppConfig } from '../config';
import { Contributions } from '../kernel';
import { AppLogger, HealthIndicator } from '../observability';
import { ChangeFeed, RedisChangeFeed } from './change-feed';
import { Feeds, RedisFeeds } from './feeds';
import { RateBudget, RedisRateBudget } from './rate-budget';
import { RateLimiter, RedisRateLimiter } from './rate-limiter';

/** One connection for commands, one for subscriptions. Commands fail at once while Redis is away; subscriptions come back. */
@Injectable()
export class RedisConnections implements OnApplicationShutdown {
  readonly commands: Redis;
  readonly subscriptions: Redis;
  private readonly waiting: Redis[] = [];

  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'redis'>,
    private readonly logger: AppLogger,
  ) {
    this.commands = new Redis(config.redis.url, {
      enableOfflineQueue: true,
      maxRetriesPerRequest: 1,
      enableAutoPipelining: false,
    });
    // The ready check would ask INFO on a connection that may already be subscribed, which Redis refuses.
    this.subscriptions = new Redis(config.redis.url, { maxRetriesPerRequest: null, enableReadyCheck: false });
    for (const client of [this.commands, this.subscriptions]) this.watch(client);
  }

  /** A connection of its own for commands that wait for something to come, since others would wait behind them. */
  forWaiting(): Redis {
    const client = this.watch(new Redis(this.config.redis.url, { maxRetriesPerRequest: 1 }));
    this.waiting.push(client);
    return client;
  }

  onApplicationShutdown(): void {
    for (const client of [this.commands, this.subscriptions, ...this.waiting]) client.disconnect();
  }

  private watch(client: Redis): Redis {
    return client.on('error', (err: Error) => this.logger.event('warn', 'redis connection', { reason: err.message }));
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
      provide: Feeds,
      inject: [RedisConnections, APP_CONFIG],
      useFactory: (connections: RedisConnections, config: AppConfig) =>
        new RedisFeeds(connections.commands, () => connections.forWaiting(), config.redis.prefix),
    },
    {
      provide: ChangeFeed,
      inject: [RedisConnections, APP_CONFIG, AppLogger],
      useFactory: (connections: RedisConnections, config: AppConfig, logger: AppLogger) =>
        new RedisChangeFeed(connections.commands, connections.subscriptions, config.redis.prefix, logger),
    },
  ],
  exports: [RedisConnections, RateBudget, RateLimiter, ChangeFeed, Feeds],
})
export class RedisModule {}
