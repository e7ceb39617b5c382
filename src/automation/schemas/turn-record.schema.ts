import { Schema } from 'mongoose';
import { AI_REPLY } from '../../flows';
import { type CountMark, type IndexDeclaration, waitingIndex } from '../../shared/database';
import type { ConversationId, WorkspaceId } from '../../shared/kernel';
import type { TurnRecord } from '../domain/turn-record';

/** One event of a conversation and what was decided about it, with all reasons. */
export interface TurnRecordRow extends Omit<TurnRecord, 'eventId'> {
  /** The event's id. */
  _id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  /** Of an AI reply: reports are to count it. */
  folded?: CountMark;
}

export const TURN_RECORDS = 'turnRecords';

const TTL_SECONDS = 30 * 24 * 3600;

const json = Schema.Types.Mixed;

export const turnRecordSchema = new Schema<TurnRecordRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    conversationId: { type: String, required: true },
    at: Date,
    event: json,
    outcome: String,
    reason: String,
    held: Boolean,
    considered: [json],
    steps: [json],
    sessionIds: [String],
    followups: { type: [json], default: undefined },
    cut: Boolean,
    correlationId: String,
    folded: json,
  },
  { collection: TURN_RECORDS, versionKey: false, minimize: false },
);

export const turnRecordIndexes: IndexDeclaration[] = [
  {
    collection: TURN_RECORDS,
    key: { workspaceId: 1, conversationId: 1, at: -1, _id: -1 },
    options: { name: 'by_conversation' },
    serves: 'the decisions of a conversation, newest first, by cursor',
  },
  {
    collection: TURN_RECORDS,
    key: { workspaceId: 1, sessionIds: 1, at: 1 },
    options: { name: 'by_session' },
    serves: 'the steps of a session, oldest first, to replay it, and the decision behind a message of it',
  },
  {
    collection: TURN_RECORDS,
    key: { workspaceId: 1, at: 1 },
    options: { name: 'retention' },
    serves: 'forgetting what is older than the workspace keeps messages',
  },
  {
    collection: TURN_RECORDS,
    key: { at: 1 },
    options: { name: 'expiry', expireAfterSeconds: TTL_SECONDS },
    serves: 'forgetting reasons after 30 days',
  },
  {
    collection: TURN_RECORDS,
    key: { workspaceId: 1, at: -1, _id: -1 },
    options: { name: 'ai_replies', partialFilterExpression: { 'event.task': AI_REPLY } },
    serves: 'counting anew what models have answered',
  },
  waitingIndex(TURN_RECORDS),
];
