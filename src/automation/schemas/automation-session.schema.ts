import { Schema } from 'mongoose';
import { type CountMark, type IndexDeclaration, waitingIndex } from '../../shared/database';
import type { ConversationId, WorkspaceId } from '../../shared/kernel';
import type { SessionRecord } from '../domain/session-record';

/** What became of one run. Written at start and at each change of status; the live state is the conversation's. */
export interface AutomationSessionRow extends Omit<SessionRecord, 'sessionId'> {
  _id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  /** Reports are to count it, or to count it anew. */
  folded?: CountMark;
}

export const AUTOMATION_SESSIONS = 'automationSessions';

export const automationSessionSchema = new Schema<AutomationSessionRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    conversationId: { type: String, required: true },
    instanceId: String,
    templateId: String,
    versionId: String,
    status: String,
    revision: Number,
    startedAt: Date,
    endedAt: Date,
    lastNodeId: String,
    visits: [Schema.Types.Mixed],
    goals: [Schema.Types.Mixed],
    movedFrom: [String],
    folded: Schema.Types.Mixed,
  },
  { collection: AUTOMATION_SESSIONS, versionKey: false },
);

export const automationSessionIndexes: IndexDeclaration[] = [
  {
    collection: AUTOMATION_SESSIONS,
    key: { workspaceId: 1, instanceId: 1, status: 1, startedAt: 1 },
    options: { name: 'stats' },
    serves: 'counting the sessions of an automation by status, and its latest start, from the index alone',
  },
  {
    collection: AUTOMATION_SESSIONS,
    key: { workspaceId: 1, conversationId: 1, startedAt: -1, _id: -1 },
    options: { name: 'of_conversation' },
    serves: 'the sessions of a conversation, newest first, by cursor, and closing those that a crash left open',
  },
  {
    collection: AUTOMATION_SESSIONS,
    key: { workspaceId: 1, instanceId: 1, startedAt: -1, _id: -1 },
    options: { name: 'by_instance' },
    serves: 'the sessions of an automation, newest first, by cursor',
  },
  {
    collection: AUTOMATION_SESSIONS,
    key: { workspaceId: 1, startedAt: -1, _id: -1 },
    options: { name: 'workspace_newest' },
    serves: 'the sessions of a workspace, newest first',
  },
  waitingIndex(AUTOMATION_SESSIONS),
];
