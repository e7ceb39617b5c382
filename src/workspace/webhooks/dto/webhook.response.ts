import { ApiProperty } from '@nestjs/swagger';
import { DOMAIN_EVENT_TYPES } from '../../../shared/events';
import { PageOf } from '../../../shared/http';
import { knownFields } from '../../../shared/kernel';
import { DELIVERY_STATUSES, type DeliveryStatus, type WebhookDeliveryRow } from '../schemas/webhook-delivery.schema';
import type { WebhookEndpointRow } from '../schemas/webhook-endpoint.schema';

export class WebhookResponse {
  id: string;

  url: string;

  description: string;

  @ApiProperty({ enum: DOMAIN_EVENT_TYPES, isArray: true })
  types: string[];

  active: boolean;

  /** Id of the user. */
  createdBy?: string;

  createdAt: Date;

  /** Nothing was delivered since then, though it was tried. */
  failingSince?: Date;

  /** Parley switched it off, and why. */
  disabledAt?: Date;

  disabledReason?: string;

  lastDeliveredAt?: Date;

  /** What had failed is being tried again; what is left of it is still shown as failed. */
  redelivering: boolean;

  /** When older secrets stop signing; empty when only the newest signs. */
  @ApiProperty({ type: [Date] })
  olderSecretsUntil: Date[];
}

export class WebhookWithSecretResponse extends WebhookResponse {
  /** Proves that deliveries are Parley’s; see the header `Parley-Signature`. It is never shown again. */
  secret: string;
}

export class WebhookPageResponse extends PageOf(WebhookResponse) {}

export class WebhookDeliveryResponse {
  id: string;

  eventId: string;

  /** Of the event catalogue, or `ping` for a test. */
  type: string;

  @ApiProperty({ enum: DELIVERY_STATUSES })
  status: DeliveryStatus;

  /** Those that were made. */
  attempts: number;

  createdAt: Date;

  /** Of one that is pending. */
  nextAttemptAt?: Date;

  lastAttemptAt?: Date;

  /** What the server answered last; absent when it did not. */
  lastStatus?: number;

  lastError?: string;

  deliveredAt?: Date;
}

export class WebhookDeliveryDetailResponse extends WebhookDeliveryResponse {
  /** JSON, as it is sent. */
  body: string;
}

export class WebhookDeliveryPageResponse extends PageOf(WebhookDeliveryResponse) {}

export class RedeliveredResponse {
  /** How many are tried again. */
  count: number;
}

/** Field by field, so that secrets stay where they are. */
export function shownWebhook(row: WebhookEndpointRow): WebhookResponse {
  const { _id: id, url, description, types, active, createdBy, createdAt, secrets } = row;
  const { failingSince, disabledAt, disabledReason, lastDeliveredAt } = row;
  const state = { failingSince, disabledAt, disabledReason, lastDeliveredAt };
  const redelivering = row.failedAgainUpTo !== undefined;
  const olderSecretsUntil = secrets.flatMap(({ expiresAt }) => expiresAt ?? []);
  return knownFields({
    ...{ id, url, description, types, active, createdBy, createdAt },
    ...state,
    redelivering,
    olderSecretsUntil,
  });
}

export function shownDelivery(row: WebhookDeliveryRow): WebhookDeliveryResponse {
  const {
    _id: id,
    eventId,
    type,
    status,
    attempts,
    createdAt,
    lastAttemptAt,
    lastStatus,
    lastError,
    deliveredAt,
  } = row;
  const nextAttemptAt = status === 'pending' ? row.nextAttemptAt : undefined;
  const last = { nextAttemptAt, lastAttemptAt, lastStatus, lastError, deliveredAt };
  return knownFields({ id, eventId, type, status, attempts, createdAt, ...last });
}
