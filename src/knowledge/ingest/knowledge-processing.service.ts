import { Injectable } from '@nestjs/common';
import { Clock, newId, type WorkspaceId } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { type ClaimedItem, KnowledgeWorkRepository } from '../repositories/knowledge-work.repository';
import { SearchedChanges } from '../items/searched-changes.service';
import { ItemRuns } from './item-runs.service';
import { LEASE_MS } from './item-builder.service';
import { RetryLater } from './retry-later';
import { UnreadableDocument } from './unreadable-document';

const MAX_ATTEMPTS = 5;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** Processes items that are due: at most one run has an item, and what a lost run left is begun again. */
@Injectable()
export class KnowledgeProcessing {
  constructor(
    private readonly work: KnowledgeWorkRepository,
    private readonly runs: ItemRuns,
    private readonly changes: SearchedChanges,
    private readonly logger: AppLogger,
    private readonly clock: Clock,
  ) {}

  /** Does nothing when it is not due. A failure of ours is thrown, and the item due again once its lease is over. */
  async run(workspaceId: WorkspaceId, itemId: string, correlationId: string): Promise<void> {
    const now = this.clock.now();
    const lease = { now, until: new Date(now.getTime() + LEASE_MS) };
    const claimed = await this.work.claim(workspaceId, itemId, newId(now), lease);
    if (claimed === null) return;
    if (claimed.attempts > MAX_ATTEMPTS) {
      await this.work.fail(claimed.claim, { code: 'internal', message: 'It could not be processed. Try again later.' });
      await this.changes.tell(workspaceId, itemId, 'failed');
      return;
    }
    try {
      await this.runs.run(claimed);
    } catch (error) {
      await this.settle(claimed, error);
      await this.changes.tell(workspaceId, itemId, 'failed');
      this.logger.event('info', 'knowledge item not processed', { workspaceId, correlationId, err: error });
    }
  }

  private async settle({ claim, attempts }: ClaimedItem, error: unknown): Promise<void> {
    if (error instanceof UnreadableDocument) {
      await this.work.fail(claim, { code: error.code, message: error.message });
    } else if (error instanceof RetryLater) {
      const again = attempts < MAX_ATTEMPTS ? this.waitOf(attempts, error.afterMs) : undefined;
      await this.work.fail(claim, { code: error.code, message: error.message }, again);
    } else throw error;
  }

  private waitOf(attempts: number, afterMs = 0): Date {
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 4 ** (attempts - 1));
    return new Date(this.clock.now().getTime() + Math.max(wait, afterMs));
  }
}
