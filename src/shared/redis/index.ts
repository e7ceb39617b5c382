export { ChangeFeed } from './change-feed';
export { RateBudget, type Budget } from './rate-budget';
export { RedisConnections, RedisHealth, RedisModule } from './redis.module';
