import { Injectable } from '@nestjs/common';
import { Clock, DomainError } from '../../shared/kernel';
import { type GraphFailure, GraphError } from '../../shared/providers/meta-graph';
import { AccountDirectory, type KnownAccount } from '../account-directory.service';
import { AccountHealth } from '../account-health.service';
import { hasLiveToken, isHeld } from '../domain/account-state';
import { MAX_FAILURES, retryMs } from '../domain/history-sync';
import { type HistoryChange, HistorySyncsRepository } from '../repositories/history-syncs.repository';
import type { HistorySyncRow } from '../schemas/history-sync.schema';
import { HistoryNews } from './history-news.service';
import { HistorySteps } from './history-steps';

/** Then another reading has its turn; where this one was is on record. */
const SLICE_MS = 5_000;
/** An account without a good token is looked at again after this. */
const WITHOUT_TOKEN_MS = 60_000;

/** Goes on with a reading of what Instagram remembers, thread by thread; whoever is cut off is followed by somebody else. */
@Injectable()
export class HistoryReading {
  constructor(
    private readonly syncs: HistorySyncsRepository,
    private readonly steps: HistorySteps,
    private readonly directory: AccountDirectory,
    private readonly health: AccountHealth,
    private readonly clock: Clock,
    private readonly news: HistoryNews,
  ) {}

  /** Until it is done, must wait, or has had its time. Rejects only for what the database or Redis does. */
  async advance(found: HistorySyncRow): Promise<void> {
    const giveWayAt = this.clock.monotonic() + SLICE_MS;
    let sync: HistorySyncRow | null = found;
    while (sync !== null && this.clock.monotonic() < giveWayAt) sync = await this.step(sync);
  }

  /** Null when there is nothing more to do now. */
  private async step(sync: HistorySyncRow): Promise<HistorySyncRow | null> {
    const account = await this.directory.get(sync.workspaceId, sync.accountId);
    if (account === null || !isHeld(account.status)) return this.finish(sync, 'cancelled');
    if (!hasLiveToken(account.status)) return this.wait(sync, WITHOUT_TOKEN_MS);
    try {
      const change = await this.steps.next(sync, account);
      if (change === null) return await this.finish(sync, 'done');
      return await this.syncs.save(sync, { ...change, ...this.running(sync), failures: 0 });
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null) throw error;
      return this.noteFailure(sync, account, failure);
    }
  }

  private running({ startedAt }: HistorySyncRow): HistoryChange {
    const now = this.clock.now();
    // Last in the line, so that no reading waits for the end of another.
    return { status: 'running', startedAt: startedAt ?? now, dueAt: now };
  }

  private async wait(sync: HistorySyncRow, ms: number): Promise<null> {
    await this.syncs.save(sync, { dueAt: this.after(ms) });
    return null;
  }

  private async noteFailure(
    sync: HistorySyncRow,
    account: KnownAccount,
    { code, message, retryAfterMs, ...rest }: GraphFailure,
  ): Promise<null> {
    await this.health.noteFailure(account, { code, message, retryAfterMs, ...rest });
    // A limit is no fault: it ends.
    const failures = rest.class === 'limited' ? sync.failures : sync.failures + 1;
    const failure = { code, message, at: this.clock.now() };
    this.news.failed(sync, code, failures);
    const isHopeless = rest.class === 'final' || failures >= MAX_FAILURES;
    if (isHopeless) return this.finish(sync, 'failed', { failure });
    await this.syncs.save(sync, { failures, failure, dueAt: this.after(retryMs(Math.max(1, failures), retryAfterMs)) });
    this.news.postponed(sync);
    return null;
  }

  private async finish(
    sync: HistorySyncRow,
    status: 'done' | 'failed' | 'cancelled',
    change: Pick<HistoryChange, 'failure'> = {},
  ): Promise<null> {
    if (await this.syncs.finish(sync, status, this.clock.now(), change)) await this.news.ended(sync, status);
    return null;
  }

  private after(ms: number): Date {
    return new Date(this.clock.now().getTime() + ms);
  }
}

/** Null for what is wrong with more than this account. */
function failureOf(error: unknown): GraphFailure | null {
  if (error instanceof GraphError) return error.failure;
  if (!(error instanceof DomainError) || error.code !== 'INBOX.UNAVAILABLE') return null;
  return { class: 'transient', code: error.code, message: error.message, retryAfterMs: 0 };
}
