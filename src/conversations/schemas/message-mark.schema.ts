import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { AccountId, ConversationId, WorkspaceId } from '../../shared/kernel';

/** The newest reaction of one side. Without `emoji` and `reaction` it was taken back. */
export interface MarkedReaction {
  by: 'participant' | 'account';
  action: 'react' | 'unreact';
  /** The platform's own word. */
  reaction?: string;
  emoji?: string;
  at: Date;
}

export interface MarkedEdit {
  number: number;
  text: string;
  at: Date;
}

/**
 * What happened to a message after it was sent. Apart from the message, since Instagram may tell of it first, and of
 * messages that nobody here has.
 */
export interface MessageMarkRow {
  /** Hash of account and mid. */
  _id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  accountId: AccountId;
  mid: string;
  reactions: MarkedReaction[];
  /** By number. */
  edits: MarkedEdit[];
  unsentAt?: Date;
  /** Platform time of the latest of it. */
  at: Date;
}

export const MESSAGE_MARKS = 'messageMarks';

const json = Schema.Types.Mixed;

export const messageMarkSchema = new Schema<MessageMarkRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    conversationId: { type: String, required: true },
    accountId: String,
    mid: String,
    reactions: [json],
    edits: [json],
    unsentAt: Date,
    at: Date,
  },
  { collection: MESSAGE_MARKS, versionKey: false, minimize: false },
);

export const messageMarkIndexes: IndexDeclaration[] = [
  {
    collection: MESSAGE_MARKS,
    key: { workspaceId: 1, at: 1 },
    options: { name: 'retention' },
    serves: 'forgetting what happened to the messages of a workspace that are too old',
  },
  {
    collection: MESSAGE_MARKS,
    key: { workspaceId: 1, conversationId: 1 },
    options: { name: 'of_conversation' },
    serves: 'erasing what happened to the messages of a conversation',
  },
];
