import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { AccountId, WorkspaceId } from '../../shared/kernel';
import type { SealedSecret } from '../../shared/security';

export type AccountStatus = 'connected' | 'revoked' | 'disconnected';

export interface InstagramAccountRow {
  _id: AccountId;
  workspaceId: WorkspaceId;
  /** Decides host, node and kind of token; Facebook Login may follow. */
  loginKind: 'instagram';
  /** The professional account's id: what webhooks carry. Unique, so that an account has one owner. */
  igUserId: string;
  /** App-scoped id of the same account. */
  igScopedId: string;
  username: string;
  status: AccountStatus;
  statusReason?: string;
  token: SealedSecret;
  tokenExpiresAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export const INSTAGRAM_ACCOUNTS = 'instagramAccounts';

export const instagramAccountSchema = new Schema<InstagramAccountRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    loginKind: String,
    igUserId: { type: String, required: true },
    igScopedId: String,
    username: String,
    status: String,
    statusReason: String,
    token: Schema.Types.Mixed,
    tokenExpiresAt: Date,
    createdAt: Date,
    updatedAt: Date,
  },
  { collection: INSTAGRAM_ACCOUNTS, versionKey: false },
);

export const instagramAccountIndexes: IndexDeclaration[] = [
  {
    collection: INSTAGRAM_ACCOUNTS,
    key: { igUserId: 1 },
    options: { name: 'ig_user', unique: true },
    serves: 'the account that a webhook is for',
  },
  {
    collection: INSTAGRAM_ACCOUNTS,
    key: { igScopedId: 1 },
    options: { name: 'ig_scoped' },
    serves: 'the account that a webhook is for, by its other id',
  },
  {
    collection: INSTAGRAM_ACCOUNTS,
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'of_workspace' },
    serves: 'the accounts of a workspace, newest first',
  },
  {
    collection: INSTAGRAM_ACCOUNTS,
    key: { updatedAt: 1 },
    options: { name: 'changed_since' },
    serves: 'the poll for changes that keeps cached accounts true',
  },
];
