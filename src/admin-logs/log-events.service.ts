import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../shared/database';
import { decodeCursor, type Page, pageOf, type UserCaller } from '../shared/kernel';
import type { LogEvent } from './domain/log-event';
import { type LogEventFilter, LogEventsRepository } from './repositories/log-events.repository';

/** What platform admins see and do with the diagnostic log. */
@Injectable()
export class LogEventsService {
  constructor(
    private readonly events: LogEventsRepository,
    private readonly changes: AuditedChanges,
  ) {}

  /** Newest first. @throws DomainError CURSOR.INVALID. */
  async list(filter: LogEventFilter, limit: number, cursor?: string): Promise<Page<LogEvent>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.events.list(filter, limit + 1, after);
    return pageOf(rows, limit, ({ at, id }) => ({ at, id }));
  }

  /** The entry comes first and by itself: there may be more events than a transaction can hold. */
  async remove(caller: UserCaller, filter: LogEventFilter): Promise<number> {
    const { from, to, ...rest } = filter;
    const range = { ...(from && { from: from.toISOString() }), ...(to && { to: to.toISOString() }) };
    await this.changes.run(caller, (record) =>
      record({ action: 'log-events.removal-ordered', details: { ...rest, ...range } }),
    );
    return this.events.remove(filter);
  }
}
