import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { Invite } from '../domain/invite';

export interface WorkspaceInviteRow extends Omit<Invite, 'id'> {
  _id: string;
  /** SHA-256 of the token in the mail. */
  tokenHash: string;
  acceptedBy?: string;
  /** Set once it has ended. */
  forgottenAt?: Date;
}

export const WORKSPACE_INVITES = 'workspaceInvites';

export const workspaceInviteSchema = new Schema<WorkspaceInviteRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    email: { type: String, required: true },
    role: { type: String, required: true },
    invitedBy: String,
    tokenHash: { type: String, required: true },
    status: { type: String, required: true },
    sentAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    createdAt: { type: Date, required: true },
    acceptedBy: String,
    forgottenAt: Date,
  },
  { collection: WORKSPACE_INVITES, versionKey: false },
);

export const workspaceInviteIndexes: IndexDeclaration[] = [
  {
    collection: WORKSPACE_INVITES,
    key: { workspaceId: 1, email: 1 },
    options: { name: 'pending-email', unique: true, partialFilterExpression: { status: 'pending' } },
    serves: 'one open invitation for an address in a workspace; an ended one does not stand in the way',
  },
  {
    collection: WORKSPACE_INVITES,
    key: { tokenHash: 1 },
    options: { name: 'token', unique: true },
    serves: 'the invitation that a link belongs to',
  },
  {
    collection: WORKSPACE_INVITES,
    key: { workspaceId: 1, status: 1, createdAt: -1, _id: -1 },
    options: { name: 'workspace-status-newest' },
    serves: 'open invitations of a workspace, newest first, and how many there are',
  },
  {
    collection: WORKSPACE_INVITES,
    key: { status: 1, expiresAt: 1 },
    options: { name: 'status-expiry' },
    serves: 'open invitations whose time is over',
  },
  {
    collection: WORKSPACE_INVITES,
    key: { forgottenAt: 1 },
    options: { name: 'forgotten', expireAfterSeconds: 0 },
    serves: 'forgetting the addresses of invitations that have ended',
  },
];
