import { type DynamicModule, Module } from '@nestjs/common';
import { DOMAIN_MODULES } from './domains';
import type { AppConfig } from './shared/config';
import { PlatformModule } from './shared/platform.module';
import { RedisHealth } from './shared/redis';

/** The background process: queues and schedules. Serves no route but its probes. */
@Module({})
export class WorkerModule {
  static with(config: AppConfig): DynamicModule {
    return {
      module: WorkerModule,
      imports: [PlatformModule.with(config), ...DOMAIN_MODULES],
      providers: [RedisHealth],
    };
  }
}
