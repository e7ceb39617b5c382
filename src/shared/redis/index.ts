export { ChangeFeed } from './change-feed';
export { type FeedItem, type FeedLine, type FeedPosition, Feeds } from './feeds';
export { type Budget, type BudgetAsk, type Grant, RateBudget } from './rate-budget';
export { RateLimiter, type RateLimit, type RateVerdict } from './rate-limiter';
export { RedisConnections, RedisHealth, RedisModule } from './redis.module';
