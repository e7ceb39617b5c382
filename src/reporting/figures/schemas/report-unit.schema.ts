import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../../shared/database';
import type { ConversationId, WorkspaceId } from '../../../shared/kernel';
import type { Cell } from '../domain/counts';
import type { GuessedLanguage } from '../domain/thread-days';
import type { Timing } from '../domain/timings';
import type { UnitKind } from '../domain/unit';

/** Something that is counted, with what it has been counted for. Numbers only, but for the hash of a text; erasing a person takes that and the conversation out of it. */
export interface ReportUnitRow {
  _id: string;
  workspaceId: WorkspaceId;
  kind: UnitKind;
  conversationId?: ConversationId;
  day?: string;
  cells: Cell[];
  /** Absent where nothing took time, never empty: so the index leaves it out. */
  timings?: Timing[];
  language?: GuessedLanguage;
  firstAt?: Date;
  /** A conversation's beginning is not forgotten, else it would begin again. */
  expiresAt?: Date;
}

export const REPORT_UNITS = 'reportUnits';

const json = Schema.Types.Mixed;

export const reportUnitSchema = new Schema<ReportUnitRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    kind: String,
    conversationId: String,
    day: String,
    cells: [json],
    timings: { type: [json], default: undefined },
    language: json,
    firstAt: Date,
    expiresAt: Date,
  },
  { collection: REPORT_UNITS, versionKey: false, minimize: false },
);

export const reportUnitIndexes: IndexDeclaration[] = [
  {
    collection: REPORT_UNITS,
    key: { workspaceId: 1, conversationId: 1, kind: 1 },
    options: { name: 'of_conversation' },
    serves: 'counting conversations anew; erasing what names them; adding up a workspace',
  },
  {
    collection: REPORT_UNITS,
    key: { workspaceId: 1, 'timings.day': 1 },
    options: { name: 'timed_days', partialFilterExpression: { 'timings.day': { $exists: true } } },
    serves: 'exact medians over a few days',
  },
  {
    collection: REPORT_UNITS,
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'forgetting what can no longer change',
  },
];
