import { Injectable } from '@nestjs/common';
import type { DomainEvent } from '../events';
import { newId, type WorkspaceId } from '../kernel';
import { type FeedPosition, Feeds } from '../redis';
import { entryOf, type FeedEntry, storedText } from './feed-entry';

/** What happened in each workspace, kept for a while. Every method rejects while Redis is away. */
@Injectable()
export class FeedLog {
  constructor(private readonly feeds: Feeds) {}

  /** Those that were told before are left out. */
  async append(workspaceId: WorkspaceId, events: readonly DomainEvent[]): Promise<void> {
    const items = events.map((event) => ({ id: event.id, text: storedText(event) }));
    await this.feeds.append(workspaceId, items, newId());
  }

  /** Whoever follows is told to look at everything anew; nothing that was told before is kept. */
  async break(workspaceId: WorkspaceId): Promise<void> {
    await this.feeds.break(workspaceId, newId());
  }

  end(workspaceId: WorkspaceId): Promise<FeedPosition> {
    return this.feeds.end(workspaceId, newId());
  }

  /** The next ones behind the number. The first may come later than the next, when that is no longer kept. */
  async after(workspaceId: WorkspaceId, number: number, limit: number): Promise<FeedEntry[]> {
    return (await this.feeds.after(workspaceId, number, limit)).map(entryOf);
  }

  /** What comes behind the numbers, by workspace; waits for it up to `waitMs`. One call at a time. */
  async next(
    behind: ReadonlyMap<WorkspaceId, number>,
    limit: number,
    waitMs: number,
  ): Promise<Map<WorkspaceId, FeedEntry[]>> {
    const lines = await this.feeds.next(behind, limit, waitMs);
    return new Map([...behind.keys()].map((workspaceId) => [workspaceId, (lines.get(workspaceId) ?? []).map(entryOf)]));
  }
}
