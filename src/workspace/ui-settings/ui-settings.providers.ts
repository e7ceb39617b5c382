import { UiSettingsRepository } from '../repositories/ui-settings.repository';
import { GLOBAL_UI_SETTINGS, globalUiSettingsSchema } from '../schemas/global-ui-settings.schema';
import { UiSettingsAdminController } from './ui-settings.admin.controller';
import { UiSettingsController } from './ui-settings.controller';
import { UiSettingsService } from './ui-settings.service';

export const UI_SETTINGS_MODELS = [{ name: GLOBAL_UI_SETTINGS, schema: globalUiSettingsSchema }];

export const UI_SETTINGS_CONTROLLERS = [UiSettingsController, UiSettingsAdminController];

export const UI_SETTINGS_PROVIDERS = [UiSettingsRepository, UiSettingsService];
