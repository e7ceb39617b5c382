export { AppLogger, type LogFields } from './app-logger';
export { AuditTrail, AuditTrailModule, type AuditEvent } from './audit-trail';
export { HealthIndicator, MetricsSource } from './health-indicator';
export { HealthService, type HealthReport } from './health.service';
export { Metrics } from './metrics';
export { MetricsService } from './metrics.service';
export { ObservabilityModule } from './observability.module';
export { Telemetry } from './telemetry';
