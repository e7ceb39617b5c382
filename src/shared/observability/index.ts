export { AppLogger, type LogFields } from './app-logger';
export { AuditTrail, AuditTrailModule, type AuditEvent } from './audit-trail';
export {
  type DiagnosticEvent,
  DiagnosticLog,
  DiagnosticLogModule,
  LOG_CATEGORIES,
  LOG_LEVELS,
  type LogCategory,
  type LogLevel,
} from './diagnostic-log';
export { HealthIndicator, MetricsSource } from './health-indicator';
export { HealthService, type HealthReport } from './health.service';
export { Metrics } from './metrics';
export { MetricsService } from './metrics.service';
export { ObservabilityModule } from './observability.module';
export { Telemetry } from './telemetry';
