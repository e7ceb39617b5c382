import { type DynamicModule, Module } from '@nestjs/common';
import { DOMAIN_MODULES } from './domains';
import { AuthModule } from './shared/auth';
import type { AppConfig } from './shared/config';
import { HttpModule } from './shared/http';
import { ProbesModule } from './shared/probes';
import { PlatformModule } from './shared/platform.module';
import { LiveStreamsModule } from './shared/realtime';

/** The HTTP process: webhooks, the REST API, Swagger UI. */
@Module({})
export class ApiModule {
  static with(config: AppConfig): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        PlatformModule.with(config),
        HttpModule,
        AuthModule,
        ProbesModule,
        LiveStreamsModule,
        ...DOMAIN_MODULES,
      ],
    };
  }
}
