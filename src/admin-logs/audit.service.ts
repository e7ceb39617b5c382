import { Injectable } from '@nestjs/common';
import { DomainEvents, eventOfAudited } from '../shared/events';
import { type Caller, Clock, Contributions, decodeCursor, newId, type Page, pageOf } from '../shared/kernel';
import { AppLogger, type AuditEvent, AuditTrail } from '../shared/observability';
import { AuditKeys } from './audit-keys.service';
import { type AuditEntry, auditEntry } from './domain/audit-entry';
import { AuditEntriesRepository, type AuditFilter } from './repositories/audit-entries.repository';

/** Keeps the audit trail and reads it back; changes that no domain tells by itself are told from it. */
@Injectable()
export class AuditService extends AuditTrail {
  constructor(
    contributions: Contributions,
    private readonly entries: AuditEntriesRepository,
    private readonly keys: AuditKeys,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {
    super();
    contributions.provide(AuditTrail, this);
  }

  override async record(caller: Caller, event: AuditEvent): Promise<void> {
    const entry = await this.write(caller, event);
    const told = eventOfAudited(entry);
    if (told !== null) await this.events.record(told);
  }

  override async note(caller: Caller, event: AuditEvent): Promise<void> {
    try {
      await this.write(caller, event);
    } catch (err) {
      const { correlationId } = caller;
      const { action, workspaceId } = event;
      const where = workspaceId === undefined ? {} : { workspaceId };
      this.logger.event('error', 'audit entry not written', { reason: action, correlationId, ...where, err });
    }
  }

  /** Newest first. @throws DomainError CURSOR.INVALID. */
  async list(filter: AuditFilter, limit: number, cursor?: string): Promise<Page<AuditEntry>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.entries.list(filter, limit + 1, after);
    return pageOf(rows, limit, ({ at, id }) => ({ at, id }));
  }

  /** All that match as lines of JSON, newest first; that it was taken out is itself on record. */
  async export(caller: Caller, filter: AuditFilter): Promise<AsyncIterable<string>> {
    const { workspaceId } = filter;
    await this.note(caller, { action: 'audit.exported', ...(workspaceId === undefined ? {} : { workspaceId }) });
    return lines(this.entries.stream(filter));
  }

  private async write(caller: Caller, event: AuditEvent): Promise<AuditEntry> {
    const at = this.clock.now();
    const entry = auditEntry(newId(at), at, caller, event, await this.keys.keyFor(event));
    await this.entries.insert(entry);
    return entry;
  }
}

async function* lines(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}
