import { Injectable } from '@nestjs/common';
import { isDuplicateKey } from '../../shared/database';
import { Clock, newId, systemCaller } from '../../shared/kernel';
import { AuditTrail, Telemetry } from '../../shared/observability';
import { gapDueAt, gapOf, NOTHING_YET } from '../domain/history-sync';
import { type AccountKey, HistorySyncsRepository } from '../repositories/history-syncs.repository';

/** What an account received while its webhooks were lost is read from Instagram's memory. */
@Injectable()
export class GapReadings {
  constructor(
    private readonly syncs: HistorySyncsRepository,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {}

  /** Again, or for a gap that touches one still open, makes that one wider. */
  async open(account: AccountKey, lost: { lostAt: Date; healedAt: Date }): Promise<void> {
    const { workspaceId, accountId } = account;
    const { from, until } = gapOf(lost);
    const dueAt = gapDueAt(until);
    if (!(await this.syncs.widenGap(account, { from, until, dueAt })))
      await this.insert(account, { from, until, dueAt });
    this.telemetry.logger.event('warn', 'webhooks were lost, and are read', { workspaceId, accountId });
    await this.audit.note(systemCaller('instagram.gap-readings', `account-${newId()}`), {
      action: 'account.webhooks-lost',
      workspaceId,
      target: accountId,
      details: { from: from.toISOString(), until: until.toISOString() },
    });
  }

  private async insert(
    { workspaceId, accountId }: AccountKey,
    { from, until, dueAt }: { from: Date; until: Date; dueAt: Date },
  ): Promise<void> {
    const createdAt = this.clock.now();
    const row = { _id: newId(createdAt), workspaceId, accountId, from, until, dueAt, createdAt };
    const begun = { kind: 'gap', status: 'waiting', open: true, cursor: null, version: 0, failures: 0 } as const;
    try {
      await this.syncs.insert({ ...row, ...begun, threads: [], counts: NOTHING_YET });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      await this.syncs.widenGap({ workspaceId, accountId }, { from, until, dueAt });
    }
  }
}
