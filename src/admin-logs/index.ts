export { AdminLogsModule } from './admin-logs.module';
export { type AuditVerdict, AuditVerification } from './audit-verification.service';
