import { Schema } from 'mongoose';
import type { UiSettings } from '../domain/ui-settings';

/** The only row there can be. */
export const UI_SETTINGS_ID = 'global';

/** Found by its fixed `_id`, so it needs no index of its own. */
export interface GlobalUiSettingsRow extends UiSettings {
  _id: typeof UI_SETTINGS_ID;
  updatedAt: Date;
}

export const GLOBAL_UI_SETTINGS = 'globalUiSettings';

export const globalUiSettingsSchema = new Schema<GlobalUiSettingsRow>(
  {
    _id: { type: String, enum: [UI_SETTINGS_ID] },
    uiTheme: { type: String, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: GLOBAL_UI_SETTINGS, versionKey: false },
);
