import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { WorkspaceId } from '../../shared/kernel';

/**
 * That a conversation was erased, or all of a workspace or account: what is delivered late must not bring it back. Says
 * nothing about anybody: ids are hashes, or of workspaces. Times are the database's own.
 */
export interface ErasedLaneRow {
  _id: string;
  workspaceId: WorkspaceId;
  /** Nothing is taken in at all; else only what happened after `erasedAt`. */
  closed: boolean;
  erasedAt: Date;
  changedAt: Date;
  expiresAt: Date;
}

export const ERASED_LANES = 'erasedLanes';

export const erasedLaneSchema = new Schema<ErasedLaneRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    closed: { type: Boolean, required: true },
    erasedAt: { type: Date, required: true },
    changedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: ERASED_LANES, versionKey: false },
);

export const erasedLaneIndexes: IndexDeclaration[] = [
  {
    collection: ERASED_LANES,
    key: { changedAt: 1 },
    options: { name: 'changed_since' },
    serves: 'the poll by which every process knows what is erased',
  },
  {
    collection: ERASED_LANES,
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'forgetting it once nothing can be delivered late any more',
  },
];
