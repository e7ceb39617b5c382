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

  /** Answers the code that Meta shows to who asked. */
  async begin(): Promise<string> {
    const code = randomBytes(16).toString('hex');
    const requestedAt = this.clock.now();
    const expiresAt = new Date(requestedAt.getTime() + KEPT_MS);
    await this.deletions.insert({ _id: code, status: 'running', requestedAt, accounts: 0, expiresAt });
    return code;
  }

  async finish(code: string, accounts: number): Promise<void> {
    await this.deletions.finish(code, accounts, this.clock.now());
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
