import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { EvalAgent, EvalExpectation } from '../domain/evals/eval-case';
import type { PastMessage } from '../domain/reply/reply-request';

export interface EvalCaseRow {
  _id: string;
  workspaceId: string;
  set: string;
  message: string;
  history: PastMessage[];
  expect: EvalExpectation;
  agent?: EvalAgent;
  /** Where the case was taken from a conversation, so that it goes with its people. */
  conversationId?: string;
  createdBy?: string;
  createdAt: Date;
  updatedAt: Date;
}

export const EVAL_CASES = 'evalCases';

const past = new Schema({ from: String, text: String }, { _id: false });
const expectation = new Schema(
  {
    ...{ contains: [String], notContains: [String], cites: [String], action: String, language: String },
    slots: { type: [Schema.Types.Mixed] as never, default: undefined },
  },
  { _id: false },
);

export const evalCaseSchema = new Schema<EvalCaseRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    set: { type: String, required: true },
    message: { type: String, required: true },
    history: [past],
    expect: expectation,
    agent: Schema.Types.Mixed,
    conversationId: String,
    createdBy: String,
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: EVAL_CASES, versionKey: false },
);

export const evalCaseIndexes: IndexDeclaration[] = [
  {
    collection: EVAL_CASES,
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'cases of a workspace, newest first, and their number',
  },
  {
    collection: EVAL_CASES,
    key: { workspaceId: 1, set: 1, createdAt: -1, _id: -1 },
    options: { name: 'set-newest' },
    serves: 'cases of a set, newest first',
  },
  {
    collection: EVAL_CASES,
    key: { workspaceId: 1, conversationId: 1 },
    options: { name: 'of-conversation', partialFilterExpression: { conversationId: { $exists: true } } },
    serves: 'export and erasure of a contact',
  },
];
