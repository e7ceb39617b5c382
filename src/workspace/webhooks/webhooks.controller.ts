import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { ChangeWebhookRequest, CreateWebhookRequest, RotateSecretRequest } from './dto/webhook.request';
import { shownWebhook, WebhookPageResponse, WebhookResponse, WebhookWithSecretResponse } from './dto/webhook.response';
import { WebhookDeliveries } from './webhook-deliveries.service';
import { WebhooksService } from './webhooks.service';

const UNKNOWN = { 'not-found': 'WEBHOOK.NOT_FOUND: no such webhook of this workspace.' } as const;
const REFUSED = { invalid: 'WEBHOOK.URL_REFUSED: not a public address with https.' } as const;

@ApiTags('Webhooks')
@Controller('v1/workspaces/:workspaceId/webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly deliveries: WebhookDeliveries,
  ) {}

  @Get()
  @Requires('webhooks.manage')
  @Endpoint({ summary: 'List webhooks, newest first', response: WebhookPageResponse })
  async list(@Ctx() context: RequestContext, @Query() { limit, cursor }: PageQuery): Promise<WebhookPageResponse> {
    const page = await this.webhooks.list(context, limit, cursor);
    return { ...page, items: page.items.map(shownWebhook) };
  }

  @Post()
  @Requires('webhooks.manage')
  @Endpoint({
    summary: 'Have what happens sent to an address',
    description:
      'Each event is posted as JSON, at least once: an answer of 2xx within ten seconds ends it, else it is sent again, later and ' +
      'later, for three days. What is still to be delivered of a conversation comes in order for an hour. An address at which ' +
      'nothing arrives for five days is switched off. `Parley-Signature: t=…,v1=…` proves each: v1 is HMAC-SHA-256 in hex, under the ' +
      'secret, of t, a dot and the body.',
    status: 201,
    response: WebhookWithSecretResponse,
    errors: { ...REFUSED, conflict: 'WEBHOOK.TOO_MANY: delete one first.' },
  })
  async create(
    @Ctx() context: RequestContext,
    @Body() request: CreateWebhookRequest,
  ): Promise<WebhookWithSecretResponse> {
    const { endpoint, secret } = await this.webhooks.create(context, { ...request });
    return { ...shownWebhook(endpoint), secret };
  }

  @Get(':webhookId')
  @Requires('webhooks.manage')
  @Endpoint({ summary: 'One webhook', response: WebhookResponse, errors: UNKNOWN })
  async get(@Ctx() context: RequestContext, @IdParam('webhookId') webhookId: string): Promise<WebhookResponse> {
    return shownWebhook(await this.webhooks.get(context, webhookId));
  }

  @Patch(':webhookId')
  @Requires('webhooks.manage')
  @Endpoint({
    summary: 'Change a webhook, or switch it on or off',
    response: WebhookResponse,
    errors: { ...UNKNOWN, ...REFUSED },
  })
  async change(
    @Ctx() context: RequestContext,
    @IdParam('webhookId') webhookId: string,
    @Body() request: ChangeWebhookRequest,
  ): Promise<WebhookResponse> {
    return shownWebhook(await this.webhooks.change(context, webhookId, { ...request }));
  }

  @Delete(':webhookId')
  @Requires('webhooks.manage')
  @Endpoint({ summary: 'Delete a webhook, with its deliveries', status: 204, errors: UNKNOWN })
  async delete(@Ctx() context: RequestContext, @IdParam('webhookId') webhookId: string): Promise<void> {
    await this.webhooks.delete(context, webhookId);
    await this.deliveries.forget(context, webhookId);
  }

  @Post(':webhookId/rotate-secret')
  @Requires('webhooks.manage')
  @Endpoint({
    summary: 'Change the secret',
    description: 'For a while deliveries carry two signatures, so that none is refused while the other side changes.',
    response: WebhookWithSecretResponse,
    errors: UNKNOWN,
  })
  async rotateSecret(
    @Ctx() context: RequestContext,
    @IdParam('webhookId') webhookId: string,
    @Body() { overlapHours }: RotateSecretRequest,
  ): Promise<WebhookWithSecretResponse> {
    const { endpoint, secret } = await this.webhooks.rotateSecret(context, webhookId, overlapHours);
    return { ...shownWebhook(endpoint), secret };
  }
}
