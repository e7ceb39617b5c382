import { Schema } from 'mongoose';
import type { AssistantConfig } from '../domain/assistant-config';

/** The only row there can be. */
export const ASSISTANT_CONFIG_ID = 'global';

/** Found by its fixed `_id`, so it needs no index of its own. */
export interface GlobalAssistantConfigRow extends AssistantConfig {
  _id: typeof ASSISTANT_CONFIG_ID;
  updatedAt: Date;
}

export const GLOBAL_ASSISTANT_CONFIG = 'globalAssistantConfig';

export const globalAssistantConfigSchema = new Schema<GlobalAssistantConfigRow>(
  {
    _id: { type: String, enum: [ASSISTANT_CONFIG_ID] },
    assistantName: { type: String, required: true },
    assistantDescription: { type: String, required: true },
    systemPrompt: { type: String, default: null },
    updatedAt: { type: Date, required: true },
  },
  { collection: GLOBAL_ASSISTANT_CONFIG, versionKey: false },
);
