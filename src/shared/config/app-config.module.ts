import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { AppConfig } from '../../../config';

/** The one string token: a frozen plain value has no class to stand for it. */
export const APP_CONFIG = 'APP_CONFIG';

@Global()
@Module({})
export class AppConfigModule {
  static with(config: AppConfig): DynamicModule {
    return { module: AppConfigModule, providers: [{ provide: APP_CONFIG, useValue: config }], exports: [APP_CONFIG] };
  }
}
