import { createHmac } from 'node:crypto';
import type { Actor, Caller, Secret } from '../../shared/kernel';
import type { AuditEvent } from '../../shared/observability';

/** Who did what to what, when and from where. */
export interface AuditEntry extends Omit<AuditEvent, 'before' | 'after' | 'subject'> {
  id: string;
  at: Date;
  actor: Actor;
  ip?: string;
  correlationId: string;
  /**
   * HMACs under a key of the subject: tell whether the thing changed, and whether it is still what it was, without keeping
   * it. Without the key nobody can try what it may have been.
   */
  beforeHash?: string;
  afterHash?: string;
  /** Its place in the chain, once it has one. */
  sequence?: number;
  previousHash?: string;
  hash?: string;
}

/** Whose key the hashes of the event are made with. */
export const auditSubjectOf = ({ subject, workspaceId, target }: AuditEvent): string =>
  subject ?? workspaceId ?? target ?? 'platform';

/** `key` is of the event's subject; needed when the event has a `before` or `after`. */
export function auditEntry(
  id: string,
  at: Date,
  { actor, ip, correlationId }: Caller,
  event: AuditEvent,
  key: Secret | null,
): AuditEntry {
  const { before, after, subject: _subject, ...rest } = event;
  return {
    id,
    at,
    actor,
    correlationId,
    ...rest,
    ...(ip === undefined ? {} : { ip }),
    ...(before === undefined || key === null ? {} : { beforeHash: hashOf(before, key) }),
    ...(after === undefined || key === null ? {} : { afterHash: hashOf(after, key) }),
  };
}

const hashOf = (thing: object, key: Secret): string =>
  createHmac('sha256', key.reveal()).update(JSON.stringify(thing)).digest('hex');
