import type { DomainEvent } from '../../../shared/events';
import { knownFields, stableId } from '../../../shared/kernel';
import type { ReplyDraft } from './reply-draft';

/** What happens to a draft once in its life; replaced: by other suggestions, and gone. While it is handed over nothing is told: it may come back. */
export type DraftChangeKind = 'suggested' | 'replaced' | 'proposed' | 'taken' | 'sent' | 'discarded' | 'superseded';

/** `draft`: as it is by now. Its words are for those who open it, not for every listener. */
export function draftChanged(draft: ReplyDraft, change: DraftChangeKind, at: Date): DomainEvent {
  const { id, workspaceId, conversationId, status, source = 'flow', reason, supersededBy, decidedBy } = draft;
  return {
    id: stableId('reply-draft.changed', id, change),
    type: 'reply-draft.changed',
    workspaceId,
    at,
    subjectId: id,
    conversationId,
    data: knownFields({ change, status, source, reason, supersededBy, decidedBy }),
  };
}
