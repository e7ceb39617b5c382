import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type DomainEvent, EventSink } from '../../shared/events';
import { byWorkspace, Clock, Contributions, type WorkspaceId } from '../../shared/kernel';
import { ChangeFeed } from '../../shared/redis';
import { newDelivery, toldBy } from './domain/new-delivery';
import { WebhookDeliveriesRepository } from './repositories/webhook-deliveries.repository';
import { WebhookEndpointsRepository } from './repositories/webhook-endpoints.repository';
import type { WebhookDeliveryRow } from './schemas/webhook-delivery.schema';
import { WebhookDirectory } from './webhook-directory.service';

export const WEBHOOKS_DUE = 'webhooks-due';
/** Places of one process within a millisecond. */
const PLACES = 1_000;

/** Keeps what integrators are to be told, until it is delivered. No command for a workspace that tells nobody. */
@Injectable()
export class WebhookOutbox extends EventSink implements OnModuleInit {
  private lastPlace = 0;

  constructor(
    private readonly directory: WebhookDirectory,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly contributions: Contributions,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(EventSink, this);
  }

  override async take(events: readonly DomainEvent[]): Promise<void> {
    await this.directory.confirm();
    for (const [workspaceId, its] of byWorkspace(events)) {
      const rows = its.flatMap((event) => this.rowsOf(event));
      if (rows.length > 0) await this.keep(workspaceId, rows);
    }
  }

  /** Stored first, then rung for: whoever repeats this after a crash rings again. */
  async keep(workspaceId: WorkspaceId, rows: WebhookDeliveryRow[]): Promise<void> {
    await this.deliveries.insertNew(rows);
    await this.ring(workspaceId, [...new Set(rows.map(({ endpointId }) => endpointId))]);
  }

  private async ring(workspaceId: WorkspaceId, endpointIds: readonly string[]): Promise<void> {
    await this.endpoints.ring(workspaceId, endpointIds, this.clock.now());
    await this.hurry(workspaceId);
  }

  /** Workers look at once, not only at their next run. Never rejects. */
  async hurry(workspaceId: WorkspaceId): Promise<void> {
    await this.feed.publish(WEBHOOKS_DUE, workspaceId);
  }

  nextPlace(now: Date): number {
    this.lastPlace = Math.max(now.getTime() * PLACES, this.lastPlace + 1);
    return this.lastPlace;
  }

  private rowsOf(event: DomainEvent): WebhookDeliveryRow[] {
    const addressees = this.directory.of(event.workspaceId).filter(({ types }) => types.includes(event.type));
    if (addressees.length === 0) return [];
    const told = toldBy(event);
    const now = this.clock.now();
    return addressees.map(({ _id }) => newDelivery(told, _id, { now, place: this.nextPlace(now) }));
  }
}
