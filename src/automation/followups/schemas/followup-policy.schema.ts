import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../../shared/database';
import type { CursorPosition, WorkspaceId } from '../../../shared/kernel';
import type { FollowupPolicy } from '../../domain/followups/followup-policy';

/** When, under which conditions and how a workspace follows up. */
export interface FollowupPolicyRow extends Omit<FollowupPolicy, 'id'> {
  _id: string;
  workspaceId: WorkspaceId;
  isActive: boolean;
  /** One more at every change, so that the sum over a workspace tells whether anything in it has changed. */
  revision: number;
  /** Since when conversations that were there before this change wait to be planned; null once all are. */
  spreadAt: Date | null;
  /** How far that has come. */
  spreadAfter: CursorPosition | null;
  createdBy?: string;
  /** Null while it is there. What it says goes with it; the row stays, for the follow-ups that name it. */
  deletedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

export const FOLLOWUP_POLICIES = 'followupPolicies';

const json = Schema.Types.Mixed;

export const followupPolicySchema = new Schema<FollowupPolicyRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    name: String,
    isActive: Boolean,
    instanceId: String,
    moment: json,
    conditions: json,
    action: json,
    maxPerWeek: Number,
    quietHours: json,
    revision: Number,
    spreadAt: Date,
    spreadAfter: json,
    createdBy: String,
    deletedAt: Date,
    createdAt: Date,
    updatedAt: Date,
  },
  { collection: FOLLOWUP_POLICIES, versionKey: false, minimize: false },
);

export const followupPolicyIndexes: IndexDeclaration[] = [
  {
    collection: FOLLOWUP_POLICIES,
    key: { workspaceId: 1, deletedAt: 1, createdAt: -1, _id: -1 },
    options: { name: 'of_workspace' },
    serves: 'the policies of a workspace, newest first, and those that are on, for every turn (cached)',
  },
  {
    collection: FOLLOWUP_POLICIES,
    key: { workspaceId: 1, revision: 1 },
    options: { name: 'revisions' },
    serves: 'the poll that notices a changed policy, from the index alone',
  },
  {
    collection: FOLLOWUP_POLICIES,
    key: { spreadAt: 1 },
    options: { name: 'to_spread', partialFilterExpression: { spreadAt: { $type: 'date' } } },
    serves: 'the job that plans for conversations which are older than a change of their policies',
  },
];
