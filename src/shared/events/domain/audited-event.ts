import { stableId, type WorkspaceId } from '../../kernel';
import type { DomainEvent } from './domain-event';
import type { DomainEventType } from './event-catalogue';

/** An audit entry, as far as it is told. */
export interface AuditedChange {
  id: string;
  at: Date;
  /** `<resource>.<what happened>` */
  action: string;
  workspaceId?: string;
  target?: string;
}

/** What is told of changes by people that no domain tells by itself, by the resource of their audit entries. */
const TYPES: ReadonlyMap<string, DomainEventType> = new Map([
  ['account', 'account.changed'],
  ['api-key', 'api-key.changed'],
  ['automation', 'automation.changed'],
  ['automation-intent', 'automation-intent.changed'],
  ['contact-field', 'contact-field.changed'],
  ['eval-case', 'eval.changed'],
  ['eval-run', 'eval.changed'],
  ['followup-policy', 'followup-policy.changed'],
  ['invite', 'invite.changed'],
  ['knowledge-gap', 'knowledge.changed'],
  ['knowledge-item', 'knowledge.changed'],
  ['member', 'member.changed'],
  ['persona', 'persona.changed'],
  ['pipeline', 'pipeline.changed'],
  ['privacy', 'privacy-request.changed'],
  ['segment', 'segment.changed'],
  ['settings', 'settings.changed'],
  ['workspace', 'workspace.changed'],
]);

/** Null for what is told elsewhere, or to nobody. Says what happened to which thing, and nothing that it holds. */
export function eventOfAudited({ id, at, action, workspaceId, target }: AuditedChange): DomainEvent | null {
  const dot = action.indexOf('.');
  const [resource, change] = [action.slice(0, dot), action.slice(dot + 1)];
  const type = TYPES.get(resource);
  if (type === undefined || workspaceId === undefined) return null;
  return {
    id: stableId('audited', id),
    type,
    workspaceId: workspaceId as WorkspaceId,
    at,
    subjectId: target ?? workspaceId,
    data: { resource, change },
  };
}
