import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import { TICKET_SIDES, type TicketComment } from '../domain/ticket';

export const SUPPORT_TICKET_COMMENTS = 'supportTicketComments';

export interface SupportTicketCommentRow extends Omit<TicketComment, 'id' | 'text'> {
  _id: string;
  text?: string;
  /** In place of `text`: apart, since the workspace exports the others. */
  internalText?: string;
}

const text = { type: String, required: true } as const;

export const supportTicketCommentSchema = new Schema<SupportTicketCommentRow>(
  {
    _id: String,
    workspaceId: text,
    ticketId: text,
    contactId: String,
    side: { ...text, enum: TICKET_SIDES },
    internal: { type: Boolean, required: true },
    authorId: String,
    text: String,
    internalText: String,
    createdAt: { type: Date, required: true },
  },
  { collection: SUPPORT_TICKET_COMMENTS, versionKey: false },
);

export const supportTicketCommentIndexes: IndexDeclaration[] = [
  {
    collection: SUPPORT_TICKET_COMMENTS,
    key: { workspaceId: 1, ticketId: 1, createdAt: -1, _id: -1 },
    options: { name: 'ticket-newest' },
    serves: 'everything that was said about a ticket, newest first',
  },
  {
    collection: SUPPORT_TICKET_COMMENTS,
    key: { workspaceId: 1, ticketId: 1, internal: 1, createdAt: -1, _id: -1 },
    options: { name: 'ticket-public' },
    serves: 'what its workspace sees of that',
  },
  {
    collection: SUPPORT_TICKET_COMMENTS,
    key: { workspaceId: 1, authorId: 1 },
    options: { name: 'author', partialFilterExpression: { authorId: { $exists: true } } },
    serves: 'erasing a member: the comments that carry their name',
  },
  {
    collection: SUPPORT_TICKET_COMMENTS,
    key: { workspaceId: 1, contactId: 1 },
    options: { name: 'contact', partialFilterExpression: { contactId: { $exists: true } } },
    serves: 'erasing a contact: comments on tickets about them',
  },
];
