import { Injectable } from '@nestjs/common';
import { AuditedChanges, Transactions } from '../../shared/database';
import { Clock, decodeCursor, newId, type Page, pageOf, type RequestContext } from '../../shared/kernel';
import { lifeFrom, newDelivery, pingOf } from './domain/new-delivery';
import { WebhookDeliveriesRepository } from './repositories/webhook-deliveries.repository';
import { WebhookEndpointsRepository } from './repositories/webhook-endpoints.repository';
import type { DeliveryStatus, WebhookDeliveryRow } from './schemas/webhook-delivery.schema';
import type { WebhookEndpointRow } from './schemas/webhook-endpoint.schema';
import { WebhookOutbox } from './webhook-outbox.service';
import { deliveryNotFound, webhookIsOff, webhookNotFound } from './webhooks.errors';

/** What was sent to a webhook, and sending it again. */
@Injectable()
export class WebhookDeliveries {
  constructor(
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly outbox: WebhookOutbox,
    private readonly changes: AuditedChanges,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws DomainError WEBHOOK.NOT_FOUND. */
  async list(
    { workspaceId }: RequestContext,
    endpointId: string,
    query: { status?: DeliveryStatus; limit: number; cursor?: string },
  ): Promise<Page<WebhookDeliveryRow>> {
    const { cursor, limit, ...filter } = query;
    const after = cursor === undefined ? {} : { after: decodeCursor(cursor) };
    const asked = { ...filter, ...after, limit: limit + 1 };
    const [endpoint, rows] = await Promise.all([
      this.endpoints.find(workspaceId, endpointId),
      this.deliveries.list({ workspaceId, endpointId }, asked),
    ]);
    if (endpoint === null) throw webhookNotFound();
    return pageOf(rows, limit, ({ createdAt, _id }) => ({ at: createdAt, id: _id }));
  }

  /** @throws DomainError WEBHOOK.NOT_FOUND, WEBHOOK.DELIVERY_NOT_FOUND. */
  async get({ workspaceId }: RequestContext, endpointId: string, id: string): Promise<WebhookDeliveryRow> {
    const [endpoint, delivery] = await Promise.all([
      this.endpoints.find(workspaceId, endpointId),
      this.deliveries.find({ workspaceId, endpointId }, id),
    ]);
    if (endpoint === null) throw webhookNotFound();
    if (delivery === null) throw deliveryNotFound();
    return delivery;
  }

  /** Sends something that happened nowhere, to try the endpoint out. @throws DomainError WEBHOOK.NOT_FOUND, WEBHOOK.OFF. */
  async test(context: RequestContext, endpointId: string): Promise<WebhookDeliveryRow> {
    const { workspaceId } = context;
    const now = this.clock.now();
    const told = pingOf(workspaceId, endpointId, { id: newId(now), at: now });
    const delivery = newDelivery(told, endpointId, { now, place: this.outbox.nextPlace(now) });
    await this.changes.run(context, async (record) => {
      await this.active(context, endpointId);
      await record({ action: 'webhook.tested', workspaceId, target: endpointId });
    });
    await this.outbox.keep(workspaceId, [delivery]);
    return delivery;
  }

  /** Whatever became of it. @throws DomainError WEBHOOK.NOT_FOUND, WEBHOOK.DELIVERY_NOT_FOUND, WEBHOOK.OFF. */
  async redeliver(context: RequestContext, endpointId: string, id: string): Promise<WebhookDeliveryRow> {
    const { workspaceId } = context;
    return this.changes.run(context, async (record) => {
      await this.active(context, endpointId);
      const again = await this.deliveries.again({ workspaceId, endpointId }, id, this.fromNow());
      if (again === null) throw deliveryNotFound();
      await record({ action: 'webhook.redelivered', workspaceId, target: endpointId, details: { delivery: id } });
      await this.ring(context, endpointId);
      return again;
    });
  }

  /**
   * All that have failed by now; workers take them up in shares, the oldest first. How many they are.
   * @throws DomainError WEBHOOK.NOT_FOUND, WEBHOOK.OFF.
   */
  async redeliverFailed(context: RequestContext, endpointId: string): Promise<number> {
    const { workspaceId } = context;
    const count = await this.deliveries.countFailed({ workspaceId, endpointId });
    await this.changes.run(context, async (record) => {
      await this.active(context, endpointId);
      await this.endpoints.tryFailedAgain(workspaceId, endpointId, this.clock.now());
      await record({ action: 'webhook.redelivered', workspaceId, target: endpointId, details: { count } });
      this.transactions.afterCommit(() => void this.outbox.hurry(workspaceId));
    });
    return count;
  }

  /** Of an endpoint that is deleted. */
  async forget({ workspaceId }: RequestContext, endpointId: string): Promise<void> {
    await this.deliveries.deleteOf({ workspaceId, endpointId });
  }

  private fromNow() {
    const now = this.clock.now();
    return { nextAttemptAt: now, ...lifeFrom(now) };
  }

  /** Part of the change; workers are told once it is there. */
  private async ring({ workspaceId }: RequestContext, endpointId: string): Promise<void> {
    await this.endpoints.ring(workspaceId, [endpointId], this.clock.now());
    this.transactions.afterCommit(() => void this.outbox.hurry(workspaceId));
  }

  private async active({ workspaceId }: RequestContext, endpointId: string): Promise<WebhookEndpointRow> {
    const endpoint = await this.endpoints.find(workspaceId, endpointId);
    if (endpoint === null) throw webhookNotFound();
    if (!endpoint.active) throw webhookIsOff();
    return endpoint;
  }
}
