import { Injectable } from '@nestjs/common';
import { AuditedChanges, isDuplicateKey } from '../../shared/database';
import {
  type AccountId,
  Clock,
  decodeCursor,
  newId,
  type Page,
  pageOf,
  type RequestContext,
} from '../../shared/kernel';
import { hasLiveToken } from '../domain/account-state';
import { historyUntil, NOTHING_YET } from '../domain/history-sync';
import { accountNotFound, accountNotUsable, historySyncNotFound, mockAccount } from '../instagram.errors';
import { HistorySyncsRepository } from '../repositories/history-syncs.repository';
import { InstagramAccountsRepository } from '../repositories/instagram-accounts.repository';
import type { HistorySyncRow } from '../schemas/history-sync.schema';

/** What was asked to be read of Instagram's memory, and how far it is. */
@Injectable()
export class HistorySyncs {
  constructor(
    private readonly syncs: HistorySyncsRepository,
    private readonly accounts: InstagramAccountsRepository,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** The one that is under way already, where there is one. @throws DomainError ACCOUNT.NOT_FOUND, ACCOUNT.NOT_USABLE. */
  async ask(context: RequestContext, accountId: AccountId): Promise<HistorySyncRow> {
    const account = await this.accounts.find(context.workspaceId, accountId);
    if (account === null) throw accountNotFound();
    if (account.kind === 'mock') throw mockAccount();
    if (!hasLiveToken(account.status)) throw accountNotUsable();
    return this.begin(context, accountId, historyUntil(this.clock.now()));
  }

  /** `until`: what is newer comes by webhook. */
  async begin(context: RequestContext, accountId: AccountId, until: Date): Promise<HistorySyncRow> {
    const key = { workspaceId: context.workspaceId, accountId };
    try {
      return (await this.syncs.findOpen(key, 'history')) ?? (await this.insert(context, accountId, until));
    } catch (error) {
      const other = isDuplicateKey(error) ? await this.syncs.findOpen(key, 'history') : null;
      if (other === null) throw error;
      return other;
    }
  }

  /** Newest first; of gaps, too. @throws DomainError ACCOUNT.NOT_FOUND, CURSOR.INVALID. */
  async list(
    { workspaceId }: RequestContext,
    accountId: AccountId,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<Page<HistorySyncRow>> {
    if ((await this.accounts.find(workspaceId, accountId)) === null) throw accountNotFound();
    const before = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.syncs.list({ workspaceId, accountId }, limit + 1, before);
    return pageOf(rows, limit, ({ createdAt, _id }) => ({ at: createdAt, id: _id }));
  }

  /** @throws DomainError HISTORY.NOT_FOUND. */
  async get({ workspaceId }: RequestContext, accountId: AccountId, id: string): Promise<HistorySyncRow> {
    const row = await this.syncs.find({ workspaceId, accountId }, id);
    if (row === null) throw historySyncNotFound();
    return row;
  }

  /** What was imported stays; once it has ended, this changes nothing. @throws DomainError HISTORY.NOT_FOUND. */
  async cancel(context: RequestContext, accountId: AccountId, id: string): Promise<HistorySyncRow> {
    const row = await this.get(context, accountId, id);
    const { workspaceId } = row;
    await this.changes.run(context, async (record) => {
      if (!(await this.syncs.finish(row, 'cancelled', this.clock.now()))) return;
      await record({ action: 'account.history-cancelled', workspaceId, target: accountId, details: { syncId: id } });
    });
    return this.get(context, accountId, id);
  }

  private async insert(context: RequestContext, accountId: AccountId, until: Date): Promise<HistorySyncRow> {
    const { workspaceId } = context;
    const createdAt = this.clock.now();
    const row: HistorySyncRow = {
      _id: newId(createdAt),
      workspaceId,
      accountId,
      kind: 'history',
      status: 'waiting',
      open: true,
      until,
      threads: [],
      cursor: null,
      counts: NOTHING_YET,
      version: 0,
      dueAt: createdAt,
      failures: 0,
      createdAt,
    };
    await this.changes.run(context, async (record) => {
      await this.syncs.insert(row);
      const details = { syncId: row._id };
      await record({ action: 'account.history-requested', workspaceId, target: accountId, details });
    });
    return row;
  }
}
