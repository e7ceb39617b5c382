import { type DomainEvent, toldOf } from '../../../shared/events';
import { stableId, type WorkspaceId } from '../../../shared/kernel';
import type { WebhookDeliveryRow } from '../schemas/webhook-delivery.schema';
import { KEPT_MS, RETRY_FOR_MS } from './delivery-rules';

/** What is sent to try an endpoint out; no event of the catalogue. */
export const PING = 'ping';

interface Told {
  workspaceId: WorkspaceId;
  eventId: string;
  type: string;
  about: string[];
  lane: string;
  body: string;
}

export function toldBy(event: DomainEvent): Told {
  const { id: eventId, type, workspaceId, subjectId, conversationId } = event;
  const about = [...new Set([subjectId, ...(conversationId === undefined ? [] : [conversationId])])];
  const lane = conversationId ?? subjectId;
  return { workspaceId, eventId, type, about, lane, body: JSON.stringify(toldOf(event)) };
}

export function pingOf(workspaceId: WorkspaceId, endpointId: string, { id, at }: { id: string; at: Date }): Told {
  const body = { id, type: PING, at: at.toISOString(), workspaceId, subjectId: endpointId, data: {} };
  const told = { workspaceId, eventId: id, type: PING, about: [endpointId], lane: id };
  return { ...told, body: JSON.stringify(body) };
}

/** `place`: grows with each that is told. */
export function newDelivery(told: Told, endpointId: string, { now, place }: { now: Date; place: number }) {
  const row: WebhookDeliveryRow = {
    _id: stableId('webhook-delivery', endpointId, told.eventId),
    endpointId,
    ...told,
    place,
    status: 'pending',
    attempts: 0,
    nextAttemptAt: now,
    createdAt: now,
    ...lifeFrom(now),
  };
  return row;
}

/** Until when it is tried, and shown. */
export const lifeFrom = (now: Date): Pick<WebhookDeliveryRow, 'retryUntil' | 'expiresAt'> => ({
  retryUntil: new Date(now.getTime() + RETRY_FOR_MS),
  expiresAt: new Date(now.getTime() + KEPT_MS),
});
