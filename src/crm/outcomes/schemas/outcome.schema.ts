import { Schema } from 'mongoose';
import { type CountMark, type IndexDeclaration, waitingIndex } from '../../../shared/database';
import type { ContactId, ConversationId, WorkspaceId } from '../../../shared/kernel';
import type { Goal } from '../domain/goal';
import {
  OUTCOME_STATUSES,
  type OutcomeChange,
  type OutcomeFields,
  type OutcomeLink,
  type OutcomeStatus,
} from '../domain/outcome';

/** A collection for each goal, as people ask for leads, or for bookings, never for both. */
export const OUTCOME_COLLECTIONS: Readonly<Record<Goal, string>> = {
  lead: 'leadCaptures',
  booking: 'bookingRequests',
  order: 'orderIntents',
  support: 'supportTicketStubs',
  drive_to_channel: 'channelDriveEvents',
};

export interface OutcomeRow {
  _id: string;
  workspaceId: WorkspaceId;
  contactId: ContactId;
  conversationId: ConversationId;
  status: OutcomeStatus;
  /** True while it is open, else absent: what the unique index looks at. */
  open?: true;
  fields: OutcomeFields;
  value?: number;
  history: OutcomeChange[];
  effects: string[];
  link?: OutcomeLink;
  merges?: string[];
  closedAt?: Date;
  /** What it is found by. */
  terms: string[];
  revision: number;
  /** Reports are to count it, or to count it anew. */
  folded?: CountMark;
  createdAt: Date;
  updatedAt: Date;
}

const text = { type: String, required: true } as const;
const date = { type: Date, required: true } as const;
const json = Schema.Types.Mixed;

const schemaOf = (goal: Goal): Schema<OutcomeRow> =>
  new Schema<OutcomeRow>(
    {
      _id: String,
      workspaceId: text,
      contactId: text,
      conversationId: text,
      status: { ...text, enum: OUTCOME_STATUSES },
      open: Boolean,
      fields: { type: json, required: true },
      value: Number,
      history: [json],
      effects: [String],
      merges: { type: [String], default: undefined },
      link: json,
      closedAt: Date,
      terms: [String],
      revision: { type: Number, required: true },
      folded: json,
      createdAt: date,
      updatedAt: date,
    },
    { collection: OUTCOME_COLLECTIONS[goal], versionKey: false, minimize: false },
  );

export const leadCaptureSchema = schemaOf('lead');
export const bookingRequestSchema = schemaOf('booking');
export const orderIntentSchema = schemaOf('order');
export const supportTicketStubSchema = schemaOf('support');
export const channelDriveEventSchema = schemaOf('drive_to_channel');

const indexesOf = (collection: string): IndexDeclaration[] => [
  {
    collection,
    key: { workspaceId: 1, conversationId: 1 },
    options: { name: 'one-open', unique: true, partialFilterExpression: { open: true } },
    serves: 'one open record of a goal in a conversation, to be filled in further',
  },
  {
    collection,
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'the list of a workspace, newest first, and its export',
  },
  {
    collection,
    key: { workspaceId: 1, status: 1, createdAt: -1, _id: -1 },
    options: { name: 'status-newest' },
    serves: 'the list in one status',
  },
  {
    collection,
    key: { workspaceId: 1, contactId: 1, createdAt: -1, _id: -1 },
    options: { name: 'contact-newest' },
    serves: 'what a contact has reached; erasing the contact',
  },
  {
    collection,
    key: { workspaceId: 1, terms: 1, createdAt: -1, _id: -1 },
    options: { name: 'terms-newest' },
    serves: 'the search by words',
  },
  waitingIndex(collection),
];

export const outcomeIndexes: IndexDeclaration[] = Object.values(OUTCOME_COLLECTIONS).flatMap(indexesOf);
