import { Global, Module } from '@nestjs/common';
import { AuthModule } from '../auth';
import { FeedLog } from './feed-log';
import { FeedReader } from './feed-reader';
import { LiveFeed } from './live-feed';
import { LiveStreamController } from './live-stream.controller';
import { LiveStreams } from './live-streams.service';

/** Every process writes into the feeds. */
@Global()
@Module({ providers: [FeedLog, LiveFeed], exports: [FeedLog, LiveFeed] })
export class LiveFeedModule {}

/** The API shows them. */
@Module({ imports: [AuthModule], controllers: [LiveStreamController], providers: [FeedReader, LiveStreams] })
export class LiveStreamsModule {}
