import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, type ConversationId, type WorkspaceId } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { ChangeFeed } from '../../shared/redis';
import { ErasedLanesRepository } from '../repositories/erased-lanes.repository';
import type { ErasedLaneRow } from '../schemas/erased-lane.schema';

const TOPIC = 'erased-lanes';
const POLL_MS = 500;
/** Knowledge older than this is read again before anybody relies on it. */
const TRUSTED_MS = 1_000;
/** A change may become visible a little after its time; it is looked for again for this long. */
const POLL_OVERLAP_MS = 5_000;

export interface Lane {
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
}

/** What was erased, in memory on every process: at most a second behind the database, hints or no hints. */
@Injectable()
export class ErasedLanes implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly known = new Map<string, Pick<ErasedLaneRow, 'closed' | 'erasedAt' | 'expiresAt'>>();
  private newestChange = new Date(0);
  /** By the monotonic clock. */
  private confirmedAt = -Infinity;
  private refreshing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly rows: ErasedLanesRepository,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.feed.subscribe(TOPIC, () => this.poll());
    this.timer = setInterval(() => this.poll(), POLL_MS);
    this.poll();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** To be awaited before a question; null when what is known is fresh. @throws what the database throws. */
  confirm(): Promise<void> | null {
    return this.clock.monotonic() - this.confirmedAt > TRUSTED_MS ? this.refresh() : null;
  }

  /** Nothing is to be taken in for any of these: lanes, workspaces, keys of accounts. */
  isClosed(...ids: readonly string[]): boolean {
    return ids.some((id) => this.known.get(id)?.closed === true);
  }

  /** What happened at `at` in this lane is erased, and must not come back. */
  covers({ workspaceId, conversationId }: Lane, at: Date): boolean {
    if (this.isClosed(workspaceId, conversationId)) return true;
    const lane = this.known.get(conversationId);
    return lane !== undefined && at <= lane.erasedAt;
  }

  /** Every process knows within a second. */
  async close(workspaceId: WorkspaceId, ids: readonly string[]): Promise<void> {
    await this.mark(workspaceId, ids, true);
  }

  /** What happened until now stays erased; what comes later is taken in. */
  async reopen(workspaceId: WorkspaceId, ids: readonly string[]): Promise<void> {
    await this.mark(workspaceId, ids, false);
  }

  /** One read at a time. @throws what the database throws. */
  async refresh(): Promise<void> {
    this.refreshing ??= this.read().finally(() => {
      this.refreshing = undefined;
    });
    await this.refreshing;
  }

  private async mark(workspaceId: WorkspaceId, ids: readonly string[], closed: boolean): Promise<void> {
    await this.rows.mark(workspaceId, ids, closed);
    this.confirmedAt = -Infinity;
    await this.feed.publish(TOPIC, workspaceId);
  }

  private poll(): void {
    this.refresh().catch((err: unknown) => this.logger.event('warn', 'erased lanes not refreshed', { err }));
  }

  private async read(): Promise<void> {
    const startedAt = this.clock.monotonic();
    for (const row of await this.rows.changedSince(new Date(this.newestChange.getTime() - POLL_OVERLAP_MS))) {
      const { _id, closed, erasedAt, expiresAt, changedAt } = row;
      this.known.set(_id, { closed, erasedAt, expiresAt });
      if (changedAt > this.newestChange) this.newestChange = changedAt;
    }
    const now = this.clock.now();
    for (const [id, { expiresAt }] of this.known) if (expiresAt <= now) this.known.delete(id);
    this.confirmedAt = startedAt;
  }
}
