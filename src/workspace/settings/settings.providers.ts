import { WorkspaceSettingsRepository } from '../repositories/workspace-settings.repository';
import { SETTINGS_HISTORY, settingsHistorySchema } from '../schemas/settings-history.schema';
import { WORKSPACE_SETTINGS, workspaceSettingsSchema } from '../schemas/workspace-settings.schema';
import { BusinessCards } from './business-card.service';
import { Onboarding } from './onboarding.service';
import { RetentionPolicy } from './retention-policy.service';
import { SecondFactorFollower } from './second-factor.follower';
import { SettingsCatalogue } from './settings-catalogue.service';
import { SettingsService } from './settings.service';
import { WorkspaceSettings } from './workspace-settings.service';

export const SETTINGS_MODELS = [
  { name: WORKSPACE_SETTINGS, schema: workspaceSettingsSchema },
  { name: SETTINGS_HISTORY, schema: settingsHistorySchema },
];

export const SETTINGS_PROVIDERS = [
  WorkspaceSettingsRepository,
  WorkspaceSettings,
  SettingsService,
  SettingsCatalogue,
  BusinessCards,
  Onboarding,
  RetentionPolicy,
  SecondFactorFollower,
];
