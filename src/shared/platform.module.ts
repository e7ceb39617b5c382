import { type DynamicModule, Module } from '@nestjs/common';
import { type AppConfig, AppConfigModule } from './config';
import { DatabaseModule } from './database';
import { EventsModule } from './events';
import { KernelModule } from './kernel';
import { DiagnosticLogModule, ObservabilityModule } from './observability';
import { QueuesModule } from './queues';
import { LiveFeedModule } from './realtime';
import { RedisModule } from './redis';
import { ScheduleModule } from './schedule';
import { SecurityModule } from './security';

/** What every process needs, whatever it serves. */
@Module({})
export class PlatformModule {
  static with(config: AppConfig): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        AppConfigModule.with(config),
        KernelModule,
        ObservabilityModule,
        DiagnosticLogModule,
        DatabaseModule,
        EventsModule,
        RedisModule,
        LiveFeedModule,
        QueuesModule,
        ScheduleModule,
        SecurityModule,
      ],
    };
  }
}
