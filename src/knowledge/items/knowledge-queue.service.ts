import { Injectable } from '@nestjs/common';
import { AppLogger } from '../../shared/observability';
import { type KnowledgeJob, QueueGateway } from '../../shared/queues';

/** Tells workers that items are to be processed. A ring that fails is only logged: the sweep finds the work. */
@Injectable()
export class KnowledgeQueue {
  constructor(
    private readonly queues: QueueGateway,
    private readonly logger: AppLogger,
  ) {}

  async ring(items: readonly Omit<KnowledgeJob, 'correlationId'>[], correlationId: string): Promise<void> {
    try {
      await this.queues.add(
        'knowledge',
        items.map(({ itemId, workspaceId }) => ({ itemId, workspaceId, correlationId })),
      );
    } catch (err) {
      this.logger.event('warn', 'knowledge not rung for; the sweep will find the work', { correlationId, err });
    }
  }
}
