import type { DomainEvent } from './domain-event';

const MAX_DATA_BYTES = 8 * 1024;

/** An event as front ends and integrators read it. */
export interface ToldEvent {
  id: string;
  type: string;
  /** ISO 8601. */
  at: string;
  workspaceId: string;
  subjectId: string;
  conversationId?: string;
  /** `{ tooLong: true }` in place of more than 8 KB of JSON: what it is about is to be fetched then. */
  data: Readonly<Record<string, unknown>>;
}

/** Names each field, so that nothing else of the object gets out. */
export function toldOf({ id, type, at, workspaceId, subjectId, conversationId, data }: DomainEvent): ToldEvent {
  return {
    id,
    type,
    at: at.toISOString(),
    workspaceId,
    subjectId,
    ...(conversationId === undefined ? {} : { conversationId }),
    data: Buffer.byteLength(JSON.stringify(data)) > MAX_DATA_BYTES ? { tooLong: true } : data,
  };
}
