import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Contributions } from '../../shared/kernel';
import { Metrics, MetricsSource } from '../../shared/observability';
import { WebhookDeliveriesRepository } from './repositories/webhook-deliveries.repository';

/** How long integrators wait to be told. */
@Injectable()
export class DeliveryMetrics extends MetricsSource implements OnModuleInit {
  constructor(
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly metrics: Metrics,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(MetricsSource, this);
  }

  async collect(): Promise<void> {
    const oldest = await this.deliveries.oldestPendingAt();
    const ageMs = oldest === null ? 0 : this.clock.now().getTime() - oldest.getTime();
    this.metrics.oldestDeliverySeconds.set(ageMs / 1_000);
  }
}
