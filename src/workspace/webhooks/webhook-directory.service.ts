import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, type WorkspaceId } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { WebhookEndpointsRepository } from './repositories/webhook-endpoints.repository';
import type { WebhookEndpointRow } from './schemas/webhook-endpoint.schema';

const POLL_MS = 500;
/** Knowledge older than this is read again before anybody relies on it. */
const TRUSTED_MS = 1_000;
/** A change may become visible a little after its time; it is looked for again for this long. */
const POLL_OVERLAP_MS = 5_000;

export type Addressee = Pick<WebhookEndpointRow, '_id' | 'types'>;

/** Who is told what, in memory on every process: at most a second behind the database. */
@Injectable()
export class WebhookDirectory implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly byWorkspace = new Map<WorkspaceId, Map<string, Addressee>>();
  private newestChange = new Date(0);
  /** By the monotonic clock. */
  private confirmedAt = -Infinity;
  private refreshing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {}

  onApplicationBootstrap(): void {
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

  /** Those that are switched on. */
  of(workspaceId: WorkspaceId): Addressee[] {
    return [...(this.byWorkspace.get(workspaceId)?.values() ?? [])];
  }

  /** One read at a time. @throws what the database throws. */
  async refresh(): Promise<void> {
    this.refreshing ??= this.read().finally(() => {
      this.refreshing = undefined;
    });
    await this.refreshing;
  }

  private poll(): void {
    this.refresh().catch((err: unknown) => this.logger.event('warn', 'webhook endpoints not refreshed', { err }));
  }

  private async read(): Promise<void> {
    const startedAt = this.clock.monotonic();
    const changed = await this.endpoints.changedSince(new Date(this.newestChange.getTime() - POLL_OVERLAP_MS));
    for (const row of changed) {
      this.note(row);
      if (row.changedAt > this.newestChange) this.newestChange = row.changedAt;
    }
    this.confirmedAt = startedAt;
  }

  private note({ _id, workspaceId, active, types }: WebhookEndpointRow): void {
    const known = this.byWorkspace.get(workspaceId) ?? new Map<string, Addressee>();
    if (active) known.set(_id, { _id, types });
    else known.delete(_id);
    if (known.size > 0) this.byWorkspace.set(workspaceId, known);
    else this.byWorkspace.delete(workspaceId);
  }
}
