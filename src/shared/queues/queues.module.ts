import { BullModule } from '@nestjs/bull';
import { Global, Module } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../config';
import { BullQueueGateway } from './bull-queue-gateway';
import { QueueGateway, QUEUE_NAMES } from './queue-gateway';

@Global()
@Module({
  imports: [
    BullModule.forRootAsync({
      inject: [APP_CONFIG],
      useFactory: (config: AppConfig) => ({
        url: config.redis.url,
        prefix: `${config.redis.prefix}:bull`,
        // Producers must not hang while Redis is away: the ring is a hint, the sweep repeats it.
        redis: { enableOfflineQueue: true },
      }),
    }),
    BullModule.registerQueue(...QUEUE_NAMES.map((name) => ({ name }))),
  ],
  providers: [{ provide: QueueGateway, useClass: BullQueueGateway }],
  exports: [QueueGateway],
})
export class QueuesModule {}
