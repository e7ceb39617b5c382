import { type Actor, type Caller, stableId } from '../../shared/kernel';
import type { AuditEvent } from '../../shared/observability';

/** Who did what to what, when and from where. */
export interface AuditEntry extends Omit<AuditEvent, 'before' | 'after'> {
  id: string;
  at: Date;
  actor: Actor;
  ip?: string;
  correlationId: string;
  /** Tell whether the thing changed, and whether it is still what it was, without keeping it. */
  beforeHash?: string;
  afterHash?: string;
}

export function auditEntry(id: string, at: Date, { actor, ip, correlationId }: Caller, event: AuditEvent): AuditEntry {
  const { before, after, ...rest } = event;
  return {
    id,
    at,
    actor,
    correlationId,
    ...rest,
    ...(ip === undefined ? {} : { ip }),
    ...(before === undefined ? {} : { beforeHash: hashOf(before) }),
    ...(after === undefined ? {} : { afterHash: hashOf(after) }),
  };
}

const hashOf = (thing: object): string => stableId('audited', JSON.stringify(thing));
