import type { DomainEvent } from '../../shared/events';
import { stableId, type UserId, type WorkspaceId } from '../../shared/kernel';

/** What members keep for their work with the inbox: of one of them, or with null of the team. */
interface Kept {
  _id: string;
  workspaceId: WorkspaceId;
  ownerId: UserId | null;
  updatedAt: Date;
}

type KeptType = 'quick-answer.changed' | 'inbox-view.changed';

/** Not what it says: it may be for its owner alone. */
export function keptChanged(
  type: KeptType,
  { _id, workspaceId, ownerId }: Kept,
  change: 'added' | 'changed' | 'removed',
  at: Date,
): DomainEvent {
  const id = stableId(type, _id, change, String(at.getTime()));
  return { id, type, workspaceId, at, subjectId: _id, data: { change, ownerId } };
}
