import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';
import {
  CRM_TASK_KINDS,
  CRM_TASK_PRIORITIES,
  CRM_TASK_STATUSES,
  type CrmTaskKind,
  type CrmTaskPriority,
  type CrmTaskStatus,
} from '../domain/crm-task';
import { type Origin, ORIGINS } from '../domain/origin';

@Schema({ collection: 'crmTasks', versionKey: false })
export class CrmTaskRow {
  /** Made from the effect that created it, where a flow did: so it is created once. */
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: String, required: true })
  workspaceId: string;

  @Prop({ type: String })
  contactId?: string;

  @Prop({ type: String })
  conversationId?: string;

  @Prop({ type: String, required: true })
  title: string;

  @Prop({ type: String })
  details?: string;

  @Prop({ type: String, required: true, enum: CRM_TASK_KINDS })
  kind: CrmTaskKind;

  @Prop({ type: String, required: true, enum: CRM_TASK_PRIORITIES })
  priority: CrmTaskPriority;

  @Prop({ type: String, required: true, enum: CRM_TASK_STATUSES })
  status: CrmTaskStatus;

  @Prop({ type: Date })
  dueAt?: Date;

  /** When it is due, or the end of time: what lists are sorted by, those without a date last. */
  @Prop({ type: Date, required: true })
  dueOrder: Date;

  @Prop({ type: Date })
  reminderAt?: Date;

  @Prop({ type: Date })
  remindedAt?: Date;

  /** While somebody is still to be reminded: what the job looks for. */
  @Prop({ type: Date })
  reminderDueAt?: Date;

  @Prop({ type: String })
  assigneeId?: string;

  @Prop({ type: String })
  creatorId?: string;

  @Prop({ type: String, required: true, enum: ORIGINS })
  origin: Origin;

  @Prop({ type: Date })
  closedAt?: Date;

  /** Merges of contacts that moved it. */
  @Prop({ type: [String], default: undefined })
  merges?: string[];

  /** Counts the changes: one that was decided on an older state is refused. */
  @Prop({ type: Number, required: true })
  revision: number;

  @Prop({ type: Date, required: true })
  createdAt: Date;

  @Prop({ type: Date, required: true })
  updatedAt: Date;
}

export const CrmTaskSchema = SchemaFactory.createForClass(CrmTaskRow);

export const crmTaskIndexes: IndexDeclaration[] = [
  {
    collection: 'crmTasks',
    key: { workspaceId: 1, contactId: 1, createdAt: -1, _id: -1 },
    options: { name: 'contact-newest' },
    serves: 'tasks about a contact, newest first',
  },
  {
    collection: 'crmTasks',
    key: { workspaceId: 1, status: 1, dueOrder: 1, _id: 1 },
    options: { name: 'status-due' },
    serves: 'tasks of a workspace in one status, those due first in front',
  },
  {
    collection: 'crmTasks',
    key: { workspaceId: 1, assigneeId: 1, status: 1, dueOrder: 1, _id: 1 },
    options: { name: 'assignee-due' },
    serves: 'what a member has to do, those due first in front; erasing that member',
  },
  {
    collection: 'crmTasks',
    key: { workspaceId: 1, status: 1, createdAt: -1, _id: -1 },
    options: { name: 'status-newest' },
    serves: 'tasks of a workspace in one status, newest first',
  },
  {
    collection: 'crmTasks',
    key: { workspaceId: 1, kind: 1, status: 1, dueOrder: 1, _id: 1 },
    options: { name: 'kind-due' },
    serves: 'tasks of one kind, those due first in front',
  },
  {
    collection: 'crmTasks',
    key: { workspaceId: 1, priority: 1, status: 1, dueOrder: 1, _id: 1 },
    options: { name: 'priority-due' },
    serves: 'tasks of one priority, those due first in front',
  },
  {
    collection: 'crmTasks',
    key: { reminderDueAt: 1 },
    options: { name: 'reminders', partialFilterExpression: { reminderDueAt: { $exists: true } } },
    serves: 'the job that reminds of tasks',
  },
  {
    collection: 'crmTasks',
    key: { workspaceId: 1, conversationId: 1 },
    options: { name: 'conversation', partialFilterExpression: { conversationId: { $exists: true } } },
    serves: 'a merge of contacts that is undone: tasks of the conversations that go back',
  },
  {
    collection: 'crmTasks',
    key: { workspaceId: 1, creatorId: 1 },
    options: { name: 'creator', partialFilterExpression: { creatorId: { $exists: true } } },
    serves: 'erasing a member: the tasks that they created',
  },
];
