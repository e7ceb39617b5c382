import { Global, Module } from '@nestjs/common';
import { AppLogger } from './app-logger';
import { HealthService } from './health.service';
import { Metrics } from './metrics';
import { MetricsService } from './metrics.service';
import { Telemetry } from './telemetry';

@Global()
@Module({
  providers: [AppLogger, Metrics, MetricsService, HealthService, Telemetry],
  exports: [AppLogger, Metrics, MetricsService, HealthService, Telemetry],
})
export class ObservabilityModule {}
