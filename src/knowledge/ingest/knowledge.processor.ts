import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { QueueGateway } from '../../shared/queues';
import { KnowledgeProcessing } from './knowledge-processing.service';

/** Documents that one worker reads at the same time: each has a thread of its own. */
const CONCURRENCY = 2;

/** Entry of the queue of items; started by the worker. */
@Injectable()
export class KnowledgeProcessor {
  constructor(
    private readonly queues: QueueGateway,
    private readonly processing: KnowledgeProcessing,
    private readonly logger: AppLogger,
  ) {}

  async start(): Promise<void> {
    await this.queues.consume('knowledge', CONCURRENCY, async ({ workspaceId, itemId, correlationId }) => {
      try {
        await this.processing.run(workspaceId as WorkspaceId, itemId, correlationId);
      } catch (err) {
        this.logger.event('error', 'knowledge item failed', { workspaceId, correlationId, err });
      }
    });
  }
}
