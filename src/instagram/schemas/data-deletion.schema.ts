import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { AccountId, ConversationId, WorkspaceId } from '../../shared/kernel';

export interface AccountLeft {
  workspaceId: WorkspaceId;
  accountId: AccountId;
  after: ConversationId | null;
}

/** That somebody asked Meta to have their data deleted here. */
export interface DataDeletionRow {
  /** The code that Meta shows to who asked. */
  _id: string;
  status: 'running' | 'done';
  requestedAt: Date;
  finishedAt?: Date;
  /** How many connected accounts are erased. */
  accounts: number;
  /** Accounts whose conversations are still to be asked for, each from `after` on. */
  left: AccountLeft[];
  /** Erasures that were asked for and may not be done yet. */
  erasures: { workspaceId: WorkspaceId; requestId: string }[];
  expiresAt: Date;
}

export const DATA_DELETIONS = 'dataDeletions';

const json = Schema.Types.Mixed;

export const dataDeletionSchema = new Schema<DataDeletionRow>(
  {
    _id: String,
    status: { type: String, required: true },
    requestedAt: { type: Date, required: true },
    finishedAt: Date,
    accounts: { type: Number, required: true },
    left: [json],
    erasures: [json],
    expiresAt: { type: Date, required: true },
  },
  { collection: DATA_DELETIONS, versionKey: false },
);

export const dataDeletionIndexes: IndexDeclaration[] = [
  {
    collection: DATA_DELETIONS,
    key: { status: 1, requestedAt: 1 },
    options: { name: 'open', partialFilterExpression: { status: 'running' } },
    serves: 'deletions that are not done yet, the oldest first',
  },
  {
    collection: DATA_DELETIONS,
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'deletion of what nobody asks about any more',
  },
];
