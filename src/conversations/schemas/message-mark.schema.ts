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
  /** When the message is looked for again, since an edit came before it; absent when it is found by its new words. */
  wordsDueAt?: Date;
  /** Looks so far that did not find it. */
  wordsLooks?: number;
  /** Platform time of the latest of it. */
  at: Date;
}

export { amendedMessage } from '../domain/amended-message';
export { termsOfEdits } from '../domain/message-terms';

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
    wordsDueAt: Date,
    wordsLooks: Number,
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
    key: { workspaceId: 1, conversationId: 1, mid: 1 },
    options: { name: 'of_messages' },
    serves: 'what happened to the messages of a page; erasing those of a conversation',
  },
  {
    collection: MESSAGE_MARKS,
    key: { wordsDueAt: 1 },
    options: { name: 'words_due', partialFilterExpression: { wordsDueAt: { $type: 'date' } } },
    serves: 'the job that looks for messages which came after their edits',
  },
];
