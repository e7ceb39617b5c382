export { ChangeFeed } from './change-feed';
export { RateBudget, type Budget } from './rate-budget';
export { RateLimiter, type RateLimit, type RateVerdict } from './rate-limiter';
export { RedisConnections, RedisHealth, RedisModule } from './redis.module';
