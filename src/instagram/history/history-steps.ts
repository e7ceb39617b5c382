import { Injectable } from '@nestjs/common';
import { GraphError, MetaHistory } from '../../shared/providers/meta-graph';
import type { KnownAccount } from '../account-directory.service';
import { type HistoryCounts, isBefore } from '../domain/history-sync';
import type { HistoryChange } from '../repositories/history-syncs.repository';
import type { HistorySyncRow } from '../schemas/history-sync.schema';
import { ConversationReads } from './conversation-reads';
import { ThreadImport } from './thread-import';

/** The next step of a reading: a thread, or another page of threads. */
@Injectable()
export class HistorySteps {
  constructor(
    private readonly meta: MetaHistory,
    private readonly reads: ConversationReads,
    private readonly threads: ThreadImport,
  ) {}

  /** What has changed; null when nothing is left. @throws GraphError, DomainError INBOX.UNAVAILABLE. */
  async next(sync: HistorySyncRow, account: KnownAccount): Promise<HistoryChange | null> {
    const [threadId, ...rest] = sync.threads;
    if (threadId !== undefined) return { threads: rest, counts: await this.takeThread(sync, account, threadId) };
    return sync.cursor === undefined ? null : this.listMore(sync, account, sync.cursor);
  }

  private async takeThread(sync: HistorySyncRow, account: KnownAccount, threadId: string): Promise<HistoryCounts> {
    const { counts } = sync;
    const done = { ...counts, threadsDone: counts.threadsDone + 1 };
    try {
      const { imported, known, withoutDetails } = await this.threads.take(account, threadId, sync);
      return {
        ...done,
        imported: counts.imported + imported,
        known: counts.known + known,
        withoutDetails: counts.withoutDetails + withoutDetails,
      };
    } catch (error) {
      // One thread that Instagram does not show says nothing about the others.
      if (error instanceof GraphError && error.failure.class === 'final')
        return { ...done, refused: counts.refused + 1 };
      throw error;
    }
  }

  private async listMore(sync: HistorySyncRow, account: KnownAccount, cursor: string | null): Promise<HistoryChange> {
    const { igUserId, token, accountId } = account;
    const ask = () => this.meta.listThreads({ igUserId, token }, cursor ?? undefined);
    const { items, next } = await this.reads.run(accountId, ask);
    const wanted = items.filter(({ updatedAt }) => !isBefore(updatedAt, sync.from));
    const isLast = next === null || wanted.length < items.length;
    return {
      threads: wanted.map(({ id }) => id),
      counts: { ...sync.counts, threadsFound: sync.counts.threadsFound + wanted.length },
      ...(isLast ? { lastPage: true } : { cursor: next }),
    };
  }
}
