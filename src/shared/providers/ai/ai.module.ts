import { Module } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../config';
import { Clock } from '../../kernel';
import { DiagnosticLog, Metrics } from '../../observability';
import { AiClients } from './ai-clients';

@Module({
  providers: [
    {
      provide: AiClients,
      inject: [APP_CONFIG, Clock, Metrics, DiagnosticLog],
      useFactory: (config: AppConfig, clock: Clock, metrics: Metrics, log: DiagnosticLog) =>
        new AiClients(config, clock, metrics, log),
    },
  ],
  exports: [AiClients],
})
export class AiModule {}
