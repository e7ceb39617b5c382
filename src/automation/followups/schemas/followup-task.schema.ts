import { Schema } from 'mongoose';
import { type CountMark, type IndexDeclaration, waitingIndex } from '../../../shared/database';
import type { AccountId, ConversationId, WorkspaceId } from '../../../shared/kernel';
import type { FollowupReason, FollowupStatus } from '../../domain/followups/followup-status';
import type { FollowupActionKind, FollowupKind } from '../../domain/followups/policy-kind';

/** One follow-up that a policy wanted in one conversation, and what became of it. The live plan is the conversation's. */
export interface FollowupTaskRow {
  _id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  accountId: AccountId;
  policyId: string;
  kind: FollowupKind;
  action: FollowupActionKind;
  /** The automation whose session was open, or had ended last, when it was planned. */
  instanceId: string | null;
  status: FollowupStatus;
  /** Of `cancelled`, `expired` and `customer_replied`. */
  reason: FollowupReason | null;
  /** Of two writes about a row, the higher one is true; one more at each change that a turn makes. */
  revision: number;
  /** When it is judged; after the end: when it was. */
  dueAt: Date;
  /** What it follows up: the person's last message, or our last one, as it was when this was planned. */
  anchorAt: Date;
  windowClosesAt: Date;
  plannedAt: Date;
  /** Decided, and on its way until `status` says what came of it: the message, and the session of a flow. */
  sendId: string | null;
  sessionId: string | null;
  text: string | null;
  /** When it is looked up what became of the message; null while there is none, and once that is known. */
  settleAt: Date | null;
  /** When the message went out. */
  sentAt: Date | null;
  /** When it got a status other than `scheduled`. */
  endedAt: Date | null;
  /** When the person first wrote after it went out, within the window that it was sent in or the next. */
  repliedAt: Date | null;
  /** Code and words of a message that was not sent. */
  error: { code: string; message: string } | null;
  /** Reports are to count it, or, after each change of status or `repliedAt`, to count it anew. */
  folded?: CountMark;
}

export const FOLLOWUP_TASKS = 'followupTasks';

const json = Schema.Types.Mixed;

export const followupTaskSchema = new Schema<FollowupTaskRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    conversationId: { type: String, required: true },
    accountId: String,
    policyId: String,
    kind: String,
    action: String,
    instanceId: String,
    status: String,
    reason: String,
    revision: Number,
    dueAt: Date,
    anchorAt: Date,
    windowClosesAt: Date,
    plannedAt: Date,
    sendId: String,
    sessionId: String,
    text: String,
    settleAt: Date,
    sentAt: Date,
    endedAt: Date,
    repliedAt: Date,
    error: json,
    folded: json,
  },
  { collection: FOLLOWUP_TASKS, versionKey: false },
);

export const followupTaskIndexes: IndexDeclaration[] = [
  {
    collection: FOLLOWUP_TASKS,
    key: { workspaceId: 1, status: 1, dueAt: -1, _id: -1 },
    options: { name: 'by_status' },
    serves: 'the follow-ups of a workspace with one status, latest first, by cursor, and those that go out today',
  },
  {
    collection: FOLLOWUP_TASKS,
    key: { workspaceId: 1, dueAt: -1, _id: -1 },
    options: { name: 'workspace_latest' },
    serves: 'all follow-ups of a workspace, latest first, by cursor',
  },
  {
    collection: FOLLOWUP_TASKS,
    key: { workspaceId: 1, conversationId: 1, dueAt: -1, _id: -1 },
    options: { name: 'of_conversation' },
    serves: 'the follow-ups of a conversation, latest first, and closing those that a crash left open',
  },
  {
    collection: FOLLOWUP_TASKS,
    key: { workspaceId: 1, policyId: 1, dueAt: -1, _id: -1 },
    options: { name: 'of_policy' },
    serves: 'the follow-ups of a policy, latest first, by cursor',
  },
  {
    collection: FOLLOWUP_TASKS,
    key: { settleAt: 1 },
    options: { name: 'on_its_way', partialFilterExpression: { settleAt: { $type: 'date' } } },
    serves: 'the job that looks what became of follow-ups on their way',
  },
  waitingIndex(FOLLOWUP_TASKS),
];
