import { z } from 'zod';
import { SettingsGroup } from '../../workspace';

export interface VoiceSettings {
  transcribe: boolean;
}

export const voiceSettings = new SettingsGroup<VoiceSettings>({
  name: 'voice-notes',
  schemaVersion: 1,
  about: 'Whether voice notes of customers are transcribed, where the provider of language models can do it.',
  fields: { transcribe: z.boolean() },
  defaults: { transcribe: true },
});
