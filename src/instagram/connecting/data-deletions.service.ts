import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ErasedLanes } from '../../conversations';
import { Clock, notFound } from '../../shared/kernel';
import { erasedAccountKey } from '../domain/erased-account';
import { DataDeletionsRepository } from '../repositories/data-deletions.repository';
import type { DataDeletionRow } from '../schemas/data-deletion.schema';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';

/** Questions about it may come for this long. */
const KEPT_MS = 90 * 24 * 3_600_000;

/** The record of deletions that Meta has passed on, for whoever holds the code of one. */
@Injectable()
export class DataDeletions {
  constructor(
    private readonly deletions: DataDeletionsRepository,
    private readonly erased: ErasedLanes,
    private readonly clock: Clock,
  ) {}

  /** Answers the code that Meta shows to who asked; what these accounts have written is erased by a job. */
  async begin(accounts: readonly InstagramAccountRow[]): Promise<string> {
    const code = randomBytes(16).toString('hex');
    const requestedAt = this.clock.now();
    const left = accounts.map(({ _id: accountId, workspaceId }) => ({ workspaceId, accountId, after: null }));
    await this.deletions.insert({
      _id: code,
      ...(left.length === 0 ? { status: 'done', finishedAt: requestedAt } : { status: 'running' }),
      requestedAt,
      accounts: left.length,
      left,
      erasures: [],
      expiresAt: new Date(requestedAt.getTime() + KEPT_MS),
    });
    return code;
  }

  /** What is delivered late for an account that was erased is stored nowhere. */
  async refuseLater({ workspaceId, igUserId, igScopedId }: InstagramAccountRow): Promise<void> {
    await this.erased.close(workspaceId, [igUserId, igScopedId].map(erasedAccountKey));
  }

  /** @throws DomainError DATA_DELETION.NOT_FOUND. */
  async get(code: string): Promise<DataDeletionRow> {
    const row = await this.deletions.find(code);
    if (row === null) throw notFound('This deletion', 'DATA_DELETION.NOT_FOUND');
    return row;
  }
}
