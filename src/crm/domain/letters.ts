import type { WorkspaceId } from '../../shared/kernel';
import type { ContactNote } from './contact-note';
import type { CrmTask } from './crm-task';

interface Draft<Topic extends string> {
  workspaceId: WorkspaceId;
  topic: Topic;
  subject: string;
  paragraphs: string[];
  button: { action: string; page: string };
  correlationId: string;
}

/** What a mail that reminds of a task says. */
export function reminderLetter(task: CrmTask): Draft<'task-reminders'> {
  const { id, workspaceId, title, details, dueAt } = task;
  const due = dueAt === undefined ? [] : [`It is due at ${dueAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`];
  return {
    workspaceId,
    topic: 'task-reminders',
    subject: `Reminder: ${title}`,
    paragraphs: [`You wanted to be reminded of “${title}”.`, ...due, ...(details === undefined ? [] : [details])],
    button: { action: 'Open the task', page: `/workspaces/${workspaceId}/tasks/${id}` },
    correlationId: id,
  };
}

/** What a mail to somebody whom a note names says. */
export function mentionLetter(note: ContactNote, correlationId: string): Draft<'note-mentions'> {
  const { id, workspaceId, contactId, text } = note;
  return {
    workspaceId,
    topic: 'note-mentions',
    subject: 'A note mentions you',
    paragraphs: ['A note about a contact mentions you:', text],
    button: { action: 'Open the note', page: `/workspaces/${workspaceId}/contacts/${contactId}?note=${id}` },
    correlationId,
  };
}
