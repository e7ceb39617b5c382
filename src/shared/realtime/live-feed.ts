import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type DomainEvent, EventSink } from '../events';
import { byWorkspace, Contributions, Grouping, within, type WorkspaceId } from '../kernel';
import { AppLogger } from '../observability';
import { FeedLog } from './feed-log';

/** Nobody who tells something waits longer than this for Redis. */
const PATIENCE_MS = 250;
const MEND_EVERY_MS = 1_000;
const AT_ONCE = 500;
/** More than these do not wait for Redis to come back. */
const WAITING_AT_MOST = 5_000;

/**
 * Writes what happens into the feeds that live streams are read from. What Redis is away for too long to be told is lost to
 * them, and only to them: once it is back their feeds get another epoch, so that clients look at everything anew.
 */
@Injectable()
export class LiveFeed extends EventSink implements OnModuleInit, OnApplicationShutdown {
  private readonly groups = new Grouping<DomainEvent>((events) => this.write(events), { maxItems: AT_ONCE });
  /** Feeds that may lack something. */
  private readonly broken = new Set<WorkspaceId>();
  private mending: NodeJS.Timeout | undefined;
  private isMending = false;
  private waiting = 0;

  constructor(
    private readonly log: FeedLog,
    private readonly contributions: Contributions,
    private readonly logger: AppLogger,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(EventSink, this);
  }

  onApplicationShutdown(): void {
    clearInterval(this.mending);
  }

  /** Never rejects. */
  override async take(events: readonly DomainEvent[]): Promise<void> {
    if (this.waiting + events.length > WAITING_AT_MOST) {
      for (const { workspaceId } of events) this.lose(workspaceId);
      return;
    }
    this.waiting += events.length;
    const written = this.groups.add(events).finally(() => (this.waiting -= events.length));
    await within(PATIENCE_MS, written);
  }

  /** Nothing that was told of the workspace is kept. @throws while Redis is away. */
  async forget(workspaceId: WorkspaceId): Promise<void> {
    await this.log.break(workspaceId);
  }

  /** Gives feeds that lost something another epoch. */
  private async mend(): Promise<void> {
    if (this.isMending) return;
    this.isMending = true;
    await this.breakFeeds();
    this.isMending = false;
  }

  private async breakFeeds(): Promise<void> {
    for (const workspaceId of [...this.broken]) {
      // What is lost from here on needs yet another epoch.
      this.broken.delete(workspaceId);
      try {
        await this.log.break(workspaceId);
      } catch (err) {
        this.broken.add(workspaceId);
        this.logger.event('warn', 'live feed not mended yet', { workspaceId, err });
        return;
      }
    }
    if (this.broken.size > 0) return;
    clearInterval(this.mending);
    this.mending = undefined;
  }

  private async write(events: readonly DomainEvent[]): Promise<undefined[]> {
    await Promise.all([...byWorkspace(events)].map(([workspaceId, its]) => this.append(workspaceId, its)));
    return events.map(() => undefined);
  }

  private async append(workspaceId: WorkspaceId, events: readonly DomainEvent[]): Promise<void> {
    try {
      await this.log.append(workspaceId, events);
    } catch (err) {
      this.logger.event('warn', 'live feed not written', { workspaceId, err });
      this.lose(workspaceId);
    }
  }

  private lose(workspaceId: WorkspaceId): void {
    this.broken.add(workspaceId);
    this.mending ??= setInterval(() => void this.mend(), MEND_EVERY_MS).unref();
  }
}
