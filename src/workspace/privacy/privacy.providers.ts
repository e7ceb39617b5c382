import { PersonalRowsRepository } from '../repositories/personal-rows.repository';
import { PrivacyExportsRepository } from '../repositories/privacy-exports.repository';
import { PrivacyRequestsRepository } from '../repositories/privacy-requests.repository';
import { PRIVACY_EXPORTS, privacyExportSchema } from '../schemas/privacy-export.schema';
import { PRIVACY_REQUESTS, privacyRequestSchema } from '../schemas/privacy-request.schema';
import { EraseAfterDeletion } from './erase-after-deletion';
import { MemberPrivacy } from './member-privacy.service';
import { MyPrivacyController } from './my-privacy.controller';
import { PersonalDataRegistry } from './personal-data-registry';
import { PrivacyController } from './privacy.controller';
import { PrivacyErasures } from './privacy-erasures';
import { PrivacyExports } from './privacy-exports';
import { PrivacyNews } from './privacy-news';
import { PrivacyRequestsAdminController } from './privacy-requests.admin.controller';
import { PrivacyRequestsController } from './privacy-requests.controller';
import { PrivacyRequests } from './privacy-requests.service';
import { PrivacyRunner } from './privacy-runner';
import { PrivacyService } from './privacy.service';
import { RunPrivacyRequestsJob } from './run-privacy-requests.job';
import { WorkspacePersonalData } from './workspace.personal-data';

export const PRIVACY_MODELS = [
  { name: PRIVACY_REQUESTS, schema: privacyRequestSchema },
  { name: PRIVACY_EXPORTS, schema: privacyExportSchema },
];

export const PRIVACY_CONTROLLERS = [
  PrivacyController,
  PrivacyRequestsController,
  PrivacyRequestsAdminController,
  MyPrivacyController,
];

export const PRIVACY_PROVIDERS = [
  PersonalRowsRepository,
  PrivacyRequestsRepository,
  PrivacyExportsRepository,
  PersonalDataRegistry,
  PrivacyExports,
  PrivacyRequests,
  PrivacyService,
  PrivacyErasures,
  MemberPrivacy,
  PrivacyNews,
  PrivacyRunner,
  RunPrivacyRequestsJob,
  EraseAfterDeletion,
  WorkspacePersonalData,
];
