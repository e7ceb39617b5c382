import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';

/** That somebody asked Meta to have their data deleted here. */
export interface DataDeletionRow {
  /** The code that Meta shows to who asked. */
  _id: string;
  status: 'running' | 'done';
  requestedAt: Date;
  finishedAt?: Date;
  /** How many connected accounts were erased. */
  accounts: number;
  expiresAt: Date;
}

export const DATA_DELETIONS = 'dataDeletions';

export const dataDeletionSchema = new Schema<DataDeletionRow>(
  {
    _id: String,
    status: { type: String, required: true },
    requestedAt: { type: Date, required: true },
    finishedAt: Date,
    accounts: { type: Number, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: DATA_DELETIONS, versionKey: false },
);

export const dataDeletionIndexes: IndexDeclaration[] = [
  {
    collection: DATA_DELETIONS,
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'deletion of what nobody asks about any more',
  },
];
