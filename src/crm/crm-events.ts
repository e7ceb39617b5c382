import type { DomainEvent } from '../shared/events';
import { knownFields, stableId, type UserId } from '../shared/kernel';
import type { ContactNote } from './domain/contact-note';
import type { CrmTask } from './domain/crm-task';

export type TaskChange = 'created' | 'changed' | 'completed' | 'cancelled' | 'reopened' | 'removed';
export type NoteChangeKind = 'added' | 'edited' | 'removed';

/** `at`: of the change. Titles and texts are for those who open the task, not for every listener. */
export function taskChanged(task: CrmTask, change: TaskChange, at: Date): DomainEvent {
  const { id, workspaceId, contactId, conversationId, status, assigneeId, dueAt, revision } = task;
  return {
    id: stableId('task.changed', id, change === 'removed' ? change : String(revision)),
    type: 'task.changed',
    workspaceId,
    at,
    subjectId: id,
    ...(conversationId === undefined ? {} : { conversationId }),
    data: knownFields({ change, status, contactId, assigneeId, dueAt: dueAt?.toISOString() }),
  };
}

/** Of this very reminder: another time for it is another one. */
export function taskReminder(task: CrmTask, to: UserId | undefined, at: Date): DomainEvent {
  const { id, workspaceId, contactId, conversationId, dueAt, reminderAt } = task;
  return {
    id: stableId('task.reminder', id, String(reminderAt?.getTime()), String(task.revision)),
    type: 'task.reminder',
    workspaceId,
    at,
    subjectId: id,
    ...(conversationId === undefined ? {} : { conversationId }),
    ...(to === undefined ? {} : { userId: to }),
    data: knownFields({
      title: task.title,
      contactId,
      dueAt: dueAt?.toISOString(),
      reminderAt: reminderAt?.toISOString(),
    }),
  };
}

export function noteChanged(note: ContactNote, change: NoteChangeKind, at: Date): DomainEvent {
  const { id, workspaceId, contactId, conversationId } = note;
  const what = change === 'edited' ? String(at.getTime()) : '';
  return {
    id: stableId('note.changed', id, change, what),
    type: 'note.changed',
    workspaceId,
    at,
    subjectId: id,
    ...(conversationId === undefined ? {} : { conversationId }),
    data: { change, contactId },
  };
}

export function noteMentioned(note: ContactNote, userId: UserId, at: Date): DomainEvent {
  const { id, workspaceId, contactId, conversationId, authorId } = note;
  return {
    id: stableId('note.mentioned', id, userId, String(at.getTime())),
    type: 'note.mentioned',
    workspaceId,
    at,
    subjectId: id,
    ...(conversationId === undefined ? {} : { conversationId }),
    userId,
    data: knownFields({ contactId, authorId }),
  };
}
