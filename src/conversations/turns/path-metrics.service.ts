import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Contributions } from '../../shared/kernel';
import { Metrics, MetricsSource } from '../../shared/observability';
import { QueueGateway } from '../../shared/queues';
import { InboxRepository } from '../repositories/inbox.repository';
import { MessagesRepository } from '../repositories/messages.repository';

/** What an operator watches: the depth of the doorbell, the age of the oldest unprocessed event, what is parked. */
@Injectable()
export class PathMetrics extends MetricsSource implements OnModuleInit {
  constructor(
    private readonly contributions: Contributions,
    private readonly metrics: Metrics,
    private readonly queues: QueueGateway,
    private readonly inbox: InboxRepository,
    private readonly messages: MessagesRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(MetricsSource, this);
  }

  async collect(): Promise<void> {
    await Promise.all([this.collectQueue(), this.collectBacklog()]);
  }

  private async collectQueue(): Promise<void> {
    for (const [state, count] of Object.entries(await this.queues.depth('lanes')))
      this.metrics.queueDepth.set({ queue: 'lanes', state }, count);
  }

  private async collectBacklog(): Promise<void> {
    const [oldest, events, sends] = await Promise.all([
      this.inbox.oldestPending(),
      this.inbox.count('parked'),
      this.messages.countParked(),
    ]);
    this.metrics.oldestPendingSeconds.set(
      oldest === null ? 0 : (this.clock.now().getTime() - oldest.getTime()) / 1_000,
    );
    this.metrics.parkedNow.set({ kind: 'event' }, events);
    this.metrics.parkedNow.set({ kind: 'send' }, sends);
  }
}
