import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';

/** A group of settings as it was from `at` on. */
export interface SettingsHistoryRow {
  _id: string;
  workspaceId: string;
  group: string;
  version: number;
  values: Readonly<Record<string, unknown>>;
  changedBy?: string;
  at: Date;
}

export const SETTINGS_HISTORY = 'settingsHistory';

export const settingsHistorySchema = new Schema<SettingsHistoryRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    group: { type: String, required: true },
    version: { type: Number, required: true },
    values: Schema.Types.Mixed,
    changedBy: String,
    at: { type: Date, required: true },
  },
  { collection: SETTINGS_HISTORY, versionKey: false, minimize: false },
);

export const settingsHistoryIndexes: IndexDeclaration[] = [
  {
    collection: SETTINGS_HISTORY,
    key: { workspaceId: 1, group: 1, at: -1, _id: -1 },
    options: { name: 'group-newest' },
    serves: 'earlier versions of a group of settings, newest first; dropping the oldest of them',
  },
];
