import { PublicAddresses } from '../../shared/providers/http-fetch';
import { AnnouncementsPersonalData } from './announcements.personal-data';
import { DeliveryMetrics } from './delivery-metrics';
import { DeliverWebhooks } from './deliver-webhooks.job';
import { EndpointRound } from './endpoint-round.service';
import { EndpointRounds } from './endpoint-rounds.service';
import { EndpointSwitch } from './endpoint-switch.service';
import { WebhookDeliveriesRepository } from './repositories/webhook-deliveries.repository';
import { WebhookEndpointsRepository } from './repositories/webhook-endpoints.repository';
import { WEBHOOK_DELIVERIES, webhookDeliverySchema } from './schemas/webhook-delivery.schema';
import { WEBHOOK_ENDPOINTS, webhookEndpointSchema } from './schemas/webhook-endpoint.schema';
import { ForgetDeliveries } from './forget-deliveries.job';
import { SigningSecrets } from './signing-secrets.service';
import { WebhookAdmission } from './webhook-admission.service';
import { WebhookDeliveriesController } from './webhook-deliveries.controller';
import { WebhookDeliveries } from './webhook-deliveries.service';
import { WebhookDirectory } from './webhook-directory.service';
import { WebhookOutbox } from './webhook-outbox.service';
import { WebhooksController } from './webhooks.controller';
import { WebhooksService } from './webhooks.service';

export const WEBHOOKS_MODELS = [
  { name: WEBHOOK_ENDPOINTS, schema: webhookEndpointSchema },
  { name: WEBHOOK_DELIVERIES, schema: webhookDeliverySchema },
];

export const WEBHOOKS_CONTROLLERS = [WebhooksController, WebhookDeliveriesController];

export const WEBHOOKS_PROVIDERS = [
  WebhookEndpointsRepository,
  WebhookDeliveriesRepository,
  WebhookDirectory,
  WebhookOutbox,
  SigningSecrets,
  { provide: PublicAddresses, useFactory: () => new PublicAddresses() },
  WebhookAdmission,
  WebhooksService,
  WebhookDeliveries,
  EndpointSwitch,
  EndpointRound,
  EndpointRounds,
  DeliverWebhooks,
  ForgetDeliveries,
  DeliveryMetrics,
  AnnouncementsPersonalData,
];
