import { AiProvidersRepository } from '../repositories/ai-providers.repository';
import { AiUsageRepository } from '../repositories/ai-usage.repository';
import { AI_PROVIDERS, aiProviderSchema } from '../schemas/ai-provider.schema';
import { AI_USAGE, aiUsageSchema } from '../schemas/ai-usage.schema';
import { AiAdminController } from './ai.admin.controller';
import { AiController } from './ai.controller';
import { AiPersonalData } from './ai.personal-data';
import { AiAdmissions } from './ai-admissions.service';
import { AiCallNotes } from './ai-call-notes.service';
import { AiCalls } from './ai-calls.port';
import { AiLedger } from './ai-ledger.service';
import { AiLimitsReader } from './ai-limits.service';
import { AiProviderKeys } from './ai-provider-keys.service';
import { AiProviders } from './ai-providers.service';
import { AiUsage } from './ai-usage.service';
import { MeteredAiCalls } from './metered-ai-calls.service';
import { OwnProviders } from './own-provider.service';

export const AI_MODELS = [
  { name: AI_USAGE, schema: aiUsageSchema },
  { name: AI_PROVIDERS, schema: aiProviderSchema },
];

export const AI_CONTROLLERS = [AiController, AiAdminController];

/** Needs the AI clients and audited changes. */
export const AI_SERVICES = [
  AiUsageRepository,
  AiProvidersRepository,
  AiProviderKeys,
  AiProviders,
  AiLimitsReader,
  AiLedger,
  AiAdmissions,
  AiCallNotes,
  { provide: AiCalls, useClass: MeteredAiCalls },
  OwnProviders,
  AiUsage,
  AiPersonalData,
];
