import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions, eachOf } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { WebhookDeliveriesRepository } from './repositories/webhook-deliveries.repository';
import { WebhookEndpointsRepository } from './repositories/webhook-endpoints.repository';

/**
 * Removes what is left of deleted endpoints: what was kept for them by processes that did not know yet, and all of it when the
 * process that deleted one died at that.
 */
@Injectable()
export class ForgetDeliveries extends ScheduledJob implements OnModuleInit {
  readonly name = 'forget-webhook-deliveries';
  readonly scope = 'cluster' as const;
  readonly everyMs = 10 * 60_000;

  constructor(
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly contributions: Contributions,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    const deleted = await this.endpoints.deleted();
    await eachOf(deleted, ({ _id: endpointId, workspaceId }) => this.deliveries.deleteOf({ workspaceId, endpointId }));
  }
}
