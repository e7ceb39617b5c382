import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { AccountId, WorkspaceId } from '../../shared/kernel';
import type { SealedSecret } from '../../shared/security';
import type { AccountStatus } from '../domain/account-state';

/** A failure, as far as it may be shown. */
export interface NotedFailure {
  code: string;
  message: string;
  at: Date;
}

export interface SubscriptionRecord {
  /** What the account sends to this app, as last seen; empty when it sends nothing. */
  fields: string[];
  checkedAt: Date;
  /** When it was last found missing, and put right. */
  lostAt?: Date;
  healedAt?: Date;
  /** Of the last look, when it failed. */
  failure?: NotedFailure;
}

export interface InstagramAccountRow {
  _id: AccountId;
  workspaceId: WorkspaceId;
  /** mock: made up for demonstrations, unknown to Instagram. Decides by which channel it sends. */
  kind?: 'mock';
  /** Decides host, node and kind of token; Facebook Login may follow. */
  loginKind: 'instagram';
  /** The professional account's id: what webhooks carry. Unique among those that are held, so that an account has one owner. */
  igUserId: string;
  /** App-scoped id of the same account. */
  igScopedId: string;
  username: string;
  name?: string;
  accountType?: string;
  profilePictureUrl?: string;
  status: AccountStatus;
  statusReason?: string;
  statusAt?: Date;
  /** Absent while the workspace holds the account. */
  disconnectedAt?: Date;
  /** What its owner granted; absent for accounts that were put in by hand. */
  permissions?: string[];
  /** Absent once it was erased. */
  token?: SealedSecret;
  /** Grows with each new token, so that news of an old one is recognised. */
  tokenVersion?: number;
  tokenIssuedAt?: Date;
  /** Null when nobody knows: then it is not renewed. */
  tokenExpiresAt: Date | null;
  refreshDueAt?: Date;
  /** In a row. */
  refreshFailures?: number;
  refreshFailure?: NotedFailure;
  subscription?: SubscriptionRecord;
  subscriptionDueAt?: Date;
  /** To the half minute. */
  lastWebhookAt?: Date;
  lastSendFailure?: NotedFailure;
  /** The app has Meta's Human Agent feature for it, as an admin of the workspace says. */
  humanAgent?: boolean;
  createdAt: Date;
  updatedAt: Date;
}

export const INSTAGRAM_ACCOUNTS = 'instagramAccounts';

export const instagramAccountSchema = new Schema<InstagramAccountRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    kind: String,
    loginKind: String,
    igUserId: { type: String, required: true },
    igScopedId: String,
    username: String,
    name: String,
    accountType: String,
    profilePictureUrl: String,
    status: String,
    statusReason: String,
    statusAt: Date,
    disconnectedAt: Date,
    permissions: { type: [String], default: undefined },
    token: Schema.Types.Mixed,
    tokenVersion: Number,
    tokenIssuedAt: Date,
    tokenExpiresAt: Date,
    refreshDueAt: Date,
    refreshFailures: Number,
    refreshFailure: Schema.Types.Mixed,
    subscription: Schema.Types.Mixed,
    subscriptionDueAt: Date,
    lastWebhookAt: Date,
    lastSendFailure: Schema.Types.Mixed,
    humanAgent: Boolean,
    createdAt: Date,
    updatedAt: Date,
  },
  { collection: INSTAGRAM_ACCOUNTS, versionKey: false },
);

export const instagramAccountIndexes: IndexDeclaration[] = [
  {
    collection: INSTAGRAM_ACCOUNTS,
    // A missing date counts as a value: of those that hold the account there is one.
    key: { igUserId: 1, disconnectedAt: 1 },
    options: { name: 'ig_user_held', unique: true },
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
  {
    collection: INSTAGRAM_ACCOUNTS,
    key: { refreshDueAt: 1 },
    options: { name: 'refresh_due' },
    serves: 'tokens that are to be renewed, the most urgent first',
  },
  {
    collection: INSTAGRAM_ACCOUNTS,
    key: { subscriptionDueAt: 1 },
    options: { name: 'subscription_due' },
    serves: 'subscriptions that are to be looked at, the longest unseen first',
  },
  {
    collection: INSTAGRAM_ACCOUNTS,
    key: { 'token.keyId': 1 },
    options: { name: 'token_key' },
    serves: 'tokens that are still sealed with a key that was replaced',
  },
];
