import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { WebhookDeliveriesQuery } from './dto/webhook.request';
import {
  RedeliveredResponse,
  shownDelivery,
  WebhookDeliveryDetailResponse,
  WebhookDeliveryPageResponse,
  WebhookDeliveryResponse,
} from './dto/webhook.response';
import { WebhookDeliveries } from './webhook-deliveries.service';

const UNKNOWN = { 'not-found': 'WEBHOOK.NOT_FOUND, WEBHOOK.DELIVERY_NOT_FOUND: not of this workspace.' } as const;
const OFF = { conflict: 'WEBHOOK.OFF: switch it on first.' } as const;

@ApiTags('Webhooks')
@Controller('v1/workspaces/:workspaceId/webhooks/:webhookId')
export class WebhookDeliveriesController {
  constructor(private readonly deliveries: WebhookDeliveries) {}

  @Get('deliveries')
  @Requires('webhooks.manage')
  @Endpoint({
    summary: 'What was sent in the last 30 days and how it went, newest first',
    response: WebhookDeliveryPageResponse,
    errors: UNKNOWN,
  })
  async list(
    @Ctx() context: RequestContext,
    @IdParam('webhookId') webhookId: string,
    @Query() { limit, cursor, status }: WebhookDeliveriesQuery,
  ): Promise<WebhookDeliveryPageResponse> {
    const wish = { limit, ...(cursor === undefined ? {} : { cursor }), ...(status === undefined ? {} : { status }) };
    const page = await this.deliveries.list(context, webhookId, wish);
    return { ...page, items: page.items.map(shownDelivery) };
  }

  @Get('deliveries/:deliveryId')
  @Requires('webhooks.manage')
  @Endpoint({ summary: 'One delivery, with its body', response: WebhookDeliveryDetailResponse, errors: UNKNOWN })
  async get(
    @Ctx() context: RequestContext,
    @IdParam('webhookId') webhookId: string,
    @IdParam('deliveryId') deliveryId: string,
  ): Promise<WebhookDeliveryDetailResponse> {
    const delivery = await this.deliveries.get(context, webhookId, deliveryId);
    return { ...shownDelivery(delivery), body: delivery.body };
  }

  @Post('deliveries/:deliveryId/redeliver')
  @Requires('webhooks.manage')
  @Endpoint({
    summary: 'Send one again',
    status: 202,
    response: WebhookDeliveryResponse,
    errors: { ...UNKNOWN, ...OFF },
  })
  async redeliver(
    @Ctx() context: RequestContext,
    @IdParam('webhookId') webhookId: string,
    @IdParam('deliveryId') deliveryId: string,
  ): Promise<WebhookDeliveryResponse> {
    return shownDelivery(await this.deliveries.redeliver(context, webhookId, deliveryId));
  }

  @Post('redeliver-failed')
  @Requires('webhooks.manage')
  @Endpoint({
    summary: 'Send again all that failed',
    description: 'Oldest first. The webhook is `redelivering` until all are to be sent.',
    status: 202,
    response: RedeliveredResponse,
    errors: { ...UNKNOWN, ...OFF },
  })
  async redeliverFailed(
    @Ctx() context: RequestContext,
    @IdParam('webhookId') webhookId: string,
  ): Promise<RedeliveredResponse> {
    return { count: await this.deliveries.redeliverFailed(context, webhookId) };
  }

  @Post('test')
  @Requires('webhooks.manage')
  @Endpoint({
    summary: 'Send a `ping`, to try it out',
    status: 202,
    response: WebhookDeliveryResponse,
    errors: { ...UNKNOWN, ...OFF },
  })
  async test(
    @Ctx() context: RequestContext,
    @IdParam('webhookId') webhookId: string,
  ): Promise<WebhookDeliveryResponse> {
    return shownDelivery(await this.deliveries.test(context, webhookId));
  }
}
