import type { DomainEvent } from '../../../shared/events';
import { newId } from '../../../shared/kernel';
import type { WebhookEndpointRow } from '../schemas/webhook-endpoint.schema';

export type EndpointChangeKind = 'created' | 'changed' | 'deleted' | 'disabled';

/** Tells nothing of the secrets. */
export function endpointChanged(endpoint: WebhookEndpointRow, change: EndpointChangeKind, at: Date): DomainEvent {
  const { _id: subjectId, workspaceId, active, disabledReason } = endpoint;
  const data = { change, active, disabledReason: disabledReason ?? null };
  return { id: newId(at), type: 'webhook-endpoint.changed', workspaceId, at, subjectId, data };
}
