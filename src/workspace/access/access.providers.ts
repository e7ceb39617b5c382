import { AccessRevisions } from '../access-revisions.port';
import { AccessRevisionsRepository } from '../repositories/access-revisions.repository';
import { ApiKeysRepository } from '../repositories/api-keys.repository';
import { AccessRevisionRow, AccessRevisionSchema } from '../schemas/access-revision.schema';
import { ApiKeyRow, ApiKeySchema } from '../schemas/api-key.schema';
import { AccessCache } from './access-cache';
import { AccessRecords } from './access-records';
import { StoredAccessRevisions } from './access-revisions.service';
import { ApiKeyUses } from './api-key-uses';
import { ApiKeysController } from './api-keys.controller';
import { ApiKeysService } from './api-keys.service';
import { PermissionsController } from './permissions.controller';
import { WorkspaceAccessDirectory } from './workspace-access-directory';

export const ACCESS_MODELS = [
  { name: AccessRevisionRow.name, schema: AccessRevisionSchema },
  { name: ApiKeyRow.name, schema: ApiKeySchema },
];

export const ACCESS_CONTROLLERS = [ApiKeysController, PermissionsController];

export const ACCESS_PROVIDERS = [
  AccessRevisionsRepository,
  ApiKeysRepository,
  { provide: AccessRevisions, useClass: StoredAccessRevisions },
  AccessCache,
  AccessRecords,
  ApiKeyUses,
  WorkspaceAccessDirectory,
  ApiKeysService,
];
