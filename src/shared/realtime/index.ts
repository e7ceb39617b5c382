export { LiveFeed } from './live-feed';
export { LiveFeedModule, LiveStreamsModule } from './realtime.module';
