import { Injectable } from '@nestjs/common';
import { DomainEvents } from '../../shared/events';
import { Clock, stableId } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import type { HistorySyncRow } from '../schemas/history-sync.schema';

/** Says what becomes of readings of the past: to front ends, and in the log. */
@Injectable()
export class HistoryNews {
  constructor(
    private readonly events: DomainEvents,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {}

  async ended(sync: HistorySyncRow, status: 'done' | 'failed' | 'cancelled'): Promise<void> {
    const { _id: syncId, workspaceId, accountId, kind, counts } = sync;
    this.telemetry.logger.event('info', `reading ${kind} is ${status}`, {
      workspaceId,
      accountId,
      count: counts.imported,
    });
    const data = { resource: 'account', change: `history-${status}`, syncId };
    const about = { workspaceId, at: this.clock.now(), subjectId: accountId, data };
    await this.events.publish([{ id: stableId('history', syncId, status), type: 'account.changed', ...about }]);
  }

  /** `count`: failures in a row. */
  failed({ workspaceId, accountId }: HistorySyncRow, reason: string, count: number): void {
    this.telemetry.logger.event('warn', 'history not read', { workspaceId, accountId, reason, count });
  }

  postponed({ workspaceId, accountId, kind: reason }: HistorySyncRow): void {
    this.telemetry.logger.event('info', 'history is read later', { workspaceId, accountId, reason });
  }
}
