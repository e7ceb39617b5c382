import type { WorkspaceId } from '../../kernel';
import type { DomainEvent } from './domain-event';

/** In their order. */
export function byWorkspace(events: readonly DomainEvent[]): Map<WorkspaceId, DomainEvent[]> {
  const groups = new Map<WorkspaceId, DomainEvent[]>();
  for (const event of events) {
    const group = groups.get(event.workspaceId);
    if (group === undefined) groups.set(event.workspaceId, [event]);
    else group.push(event);
  }
  return groups;
}
