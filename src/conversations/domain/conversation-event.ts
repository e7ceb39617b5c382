import type { DomainEvent } from '../../shared/events';
import type { ConversationState } from '../schemas/conversation.schema';

/** What members see and change of a conversation, beside its messages. */
export type ConversationAspect =
  'status' | 'assignee' | 'needsHuman' | 'unread' | 'hold' | 'blocked' | 'scheduled' | 'lastMessage' | 'tags';

/** `id`: stable where the change may be announced again after a crash. */
export function conversationChanged(
  conversation: ConversationState,
  changed: readonly ConversationAspect[],
  { id, at }: { id: string; at: Date },
): DomainEvent {
  const { _id, workspaceId, status, snoozedUntil, assigneeId, needsHuman, unread, waitingSince } = conversation;
  return {
    id,
    type: 'conversation.changed',
    workspaceId,
    at,
    subjectId: _id,
    conversationId: _id,
    data: {
      ...{ revision: conversation.revision ?? 0, changed: [...changed], status, assigneeId, needsHuman, unread },
      snoozedUntil: snoozedUntil?.toISOString() ?? null,
      waitingSince: waitingSince?.toISOString() ?? null,
      heldUntil: conversation.hold?.until.toISOString() ?? null,
      blocked: conversation.blockedAt !== null,
    },
  };
}
