import { Schema } from 'mongoose';
import type { StoredSettings } from '../domain/settings/settings-group';

export interface StoredGroup extends StoredSettings {
  /** 1 after the first change. */
  version: number;
  updatedAt: Date;
  updatedBy?: string;
}

/** Found by `_id` only, so it needs no index of its own. */
export interface WorkspaceSettingsRow {
  /** The workspace. */
  _id: string;
  /** Raised by every change of any group. */
  revision: number;
  groups: Record<string, StoredGroup>;
}

export const WORKSPACE_SETTINGS = 'workspaceSettings';

export const workspaceSettingsSchema = new Schema<WorkspaceSettingsRow>(
  {
    _id: String,
    revision: { type: Number, required: true },
    groups: Schema.Types.Mixed,
  },
  { collection: WORKSPACE_SETTINGS, versionKey: false, minimize: false },
);
