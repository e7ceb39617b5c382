import { AssistantConfigRepository } from '../repositories/assistant-config.repository';
import { GLOBAL_ASSISTANT_CONFIG, globalAssistantConfigSchema } from '../schemas/global-assistant-config.schema';
import { AssistantConfigs } from './assistant-config.service';
import { AssistantAdminController } from './assistant.admin.controller';
import { AssistantController } from './assistant.controller';
import { HelpAssistant } from './help-assistant.service';

export const ASSISTANT_MODELS = [{ name: GLOBAL_ASSISTANT_CONFIG, schema: globalAssistantConfigSchema }];

export const ASSISTANT_CONTROLLERS = [AssistantController, AssistantAdminController];

/** The product's own help assistant. */
export const ASSISTANT_SERVICES = [AssistantConfigRepository, AssistantConfigs, HelpAssistant];
