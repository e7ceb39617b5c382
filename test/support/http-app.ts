import type { ModuleMetadata } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { loadConfig } from '../../config';
import { AccessDirectory, AccessTokens, AuthModule, type DirectoryUser, type Role } from '../../src/shared/auth';
import { AppConfigModule } from '../../src/shared/config';
import { HttpModule, IdempotencyStoreModule, newHttpAdapter, setUpHttp } from '../../src/shared/http';
import { Clock, Contributions, KernelModule, type UserId, type WorkspaceId } from '../../src/shared/kernel';
import { ObservabilityModule } from '../../src/shared/observability';
import { ManualClock } from './manual-clock';
import { MemoryIdempotencyStoreModule } from './memory-idempotency-store';

export const TEST_ENV = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  MONGODB_URI: 'mongodb://127.0.0.1:1/unused',
  REDIS_URL: 'redis://127.0.0.1:1',
  JWT_KEYS: `k2:${'n'.repeat(40)},k1:${'o'.repeat(40)}`,
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  META_APP_SECRETS: 'a-long-app-secret-for-tests',
  META_VERIFY_TOKEN: 'a-long-verify-token-for-tests',
};

/** People by id, and `userId/workspaceId` → role. Tests fill it as they like. */
export class MemoryAccessDirectory extends AccessDirectory {
  readonly users = new Map<string, DirectoryUser>();
  readonly roles = new Map<string, Role>();

  add(id: string, roles: Record<string, Role> = {}, more: Partial<DirectoryUser> = {}): UserId {
    this.users.set(id, { id: id as UserId, platformAdmin: false, disabled: false, ...more });
    for (const [workspaceId, role] of Object.entries(roles)) this.roles.set(`${id}/${workspaceId}`, role);
    return id as UserId;
  }

  override async findUser(userId: UserId): Promise<DirectoryUser | null> {
    return this.users.get(userId) ?? null;
  }

  override async roleOf(userId: UserId, workspaceId: WorkspaceId): Promise<Role | null> {
    return this.roles.get(`${userId}/${workspaceId}`) ?? null;
  }
}

export interface HttpApp {
  app: NestFastifyApplication;
  inject: NestFastifyApplication['inject'];
  directory: MemoryAccessDirectory;
  clock: ManualClock;
  /** `{ authorization }` of a fresh token. */
  signedIn(userId: string): Promise<{ authorization: string }>;
}

/** The whole HTTP platform around the given controllers, without a database or a port. Close `app` afterwards. */
export async function startHttpApp({
  imports = [],
  ...parts
}: Pick<ModuleMetadata, 'imports' | 'controllers' | 'providers'>): Promise<HttpApp> {
  const config = loadConfig(TEST_ENV);
  const clock = new ManualClock();
  const directory = new MemoryAccessDirectory();
  const module = await Test.createTestingModule({
    imports: [AppConfigModule.with(config), KernelModule, ObservabilityModule, HttpModule, AuthModule, ...imports],
    ...parts,
  })
    .overrideModule(IdempotencyStoreModule)
    .useModule(MemoryIdempotencyStoreModule)
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(newHttpAdapter());
  app.get(Contributions).provide(AccessDirectory, directory);
  setUpHttp(app, config);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const tokens = app.get(AccessTokens);
  return {
    app,
    inject: app.inject.bind<NestFastifyApplication['inject']>(app),
    directory,
    clock,
    signedIn: async (userId) => ({ authorization: `Bearer ${(await tokens.issue(userId as UserId)).token}` }),
  };
}
