import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import {
  type SupportTicket,
  TICKET_CATEGORIES,
  TICKET_SEVERITIES,
  TICKET_STATUSES,
  type TicketSource,
} from '../domain/ticket';

export const SUPPORT_TICKETS = 'supportTickets';

type Arrays = 'tags' | 'requestIds' | 'breadcrumbs' | 'attachments' | 'steps';

export interface SupportTicketRow extends Omit<SupportTicket, 'id' | 'source' | Arrays>, Partial<TicketSource> {
  _id: string;
  tags: string[];
  requestIds: string[];
  breadcrumbs: SupportTicket['breadcrumbs'][number][];
  attachments: SupportTicket['attachments'][number][];
  /** Apart, since the workspace exports the others. */
  internalAttachments?: SupportTicket['attachments'][number][];
  steps: SupportTicket['steps'][number][];
  /** What it is found by. */
  terms: string[];
  /** The queue's order: when something is due of those who answer it, else when it was last changed. */
  queueOrder: Date;
  /** When it goes on by itself, or is late. Absent: never, as it is. */
  upkeepAt?: Date;
}

const text = { type: String, required: true } as const;
const date = { type: Date, required: true } as const;
const count = { type: Number, required: true } as const;
const json = Schema.Types.Mixed;

export const supportTicketSchema = new Schema<SupportTicketRow>(
  {
    _id: String,
    number: count,
    workspaceId: text,
    userId: String,
    subject: text,
    description: text,
    category: { ...text, enum: TICKET_CATEGORIES },
    severity: { ...text, enum: TICKET_SEVERITIES },
    status: { ...text, enum: TICKET_STATUSES },
    assigneeId: String,
    tags: [String],
    requestIds: [String],
    breadcrumbs: [json],
    attachments: [json],
    internalAttachments: { type: [json], default: undefined },
    accountId: String,
    outcomeId: String,
    contactId: String,
    conversationId: String,
    clock: { type: json, required: true },
    steps: [json],
    resolvedAt: Date,
    closedAt: Date,
    reopenCount: count,
    terms: [String],
    queueOrder: date,
    upkeepAt: Date,
    revision: count,
    createdAt: date,
    updatedAt: date,
  },
  { collection: SUPPORT_TICKETS, versionKey: false, minimize: false },
);

const index = (
  name: string,
  key: IndexDeclaration['key'],
  serves: string,
  options: Omit<IndexDeclaration['options'], 'name'> = {},
): IndexDeclaration => ({ collection: SUPPORT_TICKETS, key, options: { name, ...options }, serves });

export const supportTicketIndexes: IndexDeclaration[] = [
  index('number', { number: 1 }, 'one ticket a number', { unique: true }),
  index('workspace-newest', { workspaceId: 1, createdAt: -1, _id: -1 }, 'tickets of a workspace, newest first'),
  index(
    'workspace-status',
    { workspaceId: 1, status: 1, createdAt: -1, _id: -1 },
    'tickets of a workspace in one status',
  ),
  index('workspace-user', { workspaceId: 1, userId: 1, createdAt: -1, _id: -1 }, 'tickets of a member; erasing them'),
  index('workspace-terms', { workspaceId: 1, terms: 1, createdAt: -1, _id: -1 }, 'the search of a workspace'),
  index(
    'contact',
    { workspaceId: 1, contactId: 1, createdAt: -1, _id: -1 },
    'what requests of a contact became; erasing the contact',
    { partialFilterExpression: { contactId: { $exists: true } } },
  ),
  index(
    'conversation',
    { workspaceId: 1, conversationId: 1 },
    'contacts are merged: tickets of the conversations that move',
    { partialFilterExpression: { conversationId: { $exists: true } } },
  ),
  index('queue', { status: 1, queueOrder: 1, _id: 1 }, 'the queue of platform admins, most urgent first'),
  index(
    'queue-assignee',
    { assigneeId: 1, status: 1, queueOrder: 1, _id: 1 },
    'the queue of one platform admin, or of nobody',
  ),
  index('queue-severity', { severity: 1, status: 1, queueOrder: 1, _id: 1 }, 'the queue of one severity'),
  index('queue-category', { category: 1, status: 1, queueOrder: 1, _id: 1 }, 'the queue of one category'),
  index('queue-workspace', { workspaceId: 1, status: 1, queueOrder: 1, _id: 1 }, 'the queue of one workspace'),
  index('newest', { createdAt: -1, _id: -1 }, 'all tickets, newest first'),
  index('terms', { terms: 1, createdAt: -1, _id: -1 }, 'the search of platform admins'),
  index('upkeep', { upkeepAt: 1 }, 'the job that notices what is late and closes what is settled', {
    partialFilterExpression: { upkeepAt: { $exists: true } },
  }),
];
