import { Injectable } from '@nestjs/common';
import { Contributions, decodeCursor, newId, type Page, pageOf } from '../shared/kernel';
import { AppLogger, type AuditRecord, AuditTrail } from '../shared/observability';
import { AuditEntriesRepository, type AuditEntry } from './repositories/audit-entries.repository';

/** Keeps the audit trail and reads it back. */
@Injectable()
export class AuditService extends AuditTrail {
  constructor(
    contributions: Contributions,
    private readonly entries: AuditEntriesRepository,
    private readonly logger: AppLogger,
  ) {
    super();
    contributions.provide(AuditTrail, this);
  }

  override async record(record: AuditRecord): Promise<void> {
    try {
      await this.entries.insert({ id: newId(record.at), ...record });
    } catch (err) {
      const { action, correlationId, workspaceId } = record;
      const where = workspaceId === undefined ? {} : { workspaceId };
      this.logger.event('error', 'audit entry not written', { reason: action, correlationId, ...where, err });
    }
  }

  /** Newest first. @throws DomainError CURSOR.INVALID. */
  async list(limit: number, cursor?: string): Promise<Page<AuditEntry>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.entries.list(limit + 1, after);
    return pageOf(rows, limit, ({ at, id }) => ({ at, id }));
  }
}
