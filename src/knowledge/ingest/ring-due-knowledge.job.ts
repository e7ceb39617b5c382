import { Injectable } from '@nestjs/common';
import { Clock, Contributions, newId } from '../../shared/kernel';
import { QueueGateway } from '../../shared/queues';
import { ScheduledJob } from '../../shared/schedule';
import { KnowledgeQueue } from '../items/knowledge-queue.service';
import { KnowledgeWorkRepository } from '../repositories/knowledge-work.repository';

const PAGE = 100;

/** Rings for items that are due and nobody rang for: this, not the queue, makes sure that they are processed. */
@Injectable()
export class RingDueKnowledge extends ScheduledJob {
  readonly name = 'ring-due-knowledge';
  readonly scope = 'cluster' as const;
  readonly everyMs = 2_000;

  constructor(
    contributions: Contributions,
    private readonly work: KnowledgeWorkRepository,
    private readonly queue: KnowledgeQueue,
    private readonly queues: QueueGateway,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    // Those that wait are still due: ringing for them again would only make the queue longer.
    if ((await this.queues.depth('knowledge')).waiting > 0) return;
    const due = await this.work.due(this.clock.now(), PAGE);
    if (due.length > 0) await this.queue.ring(due, `sweep-${newId()}`);
  }
}
