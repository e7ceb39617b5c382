import type { ModuleMetadata } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { loadConfig } from '../../config';
import {
  AccessDirectory,
  AccessTokens,
  type Feature,
  FeatureFlags,
  AuthModule,
  type DirectoryApiKey,
  type DirectorySession,
  type DirectoryUser,
  type DirectoryWorkspace,
  type Role,
} from '../../src/shared/auth';
import { AppConfigModule } from '../../src/shared/config';
import { HttpModule, IdempotencyStoreModule, newHttpAdapter, setUpHttp } from '../../src/shared/http';
import { Clock, Contributions, KernelModule, type UserId, type WorkspaceId } from '../../src/shared/kernel';
import { AuditTrail, ObservabilityModule } from '../../src/shared/observability';
import { RecordingAudit, SESSION_PREFIX, sessionIdOf } from './audit';
import { ManualClock } from './manual-clock';
import { MemoryIdempotencyStoreModule } from './memory-idempotency-store';
import { MemoryRedis, MemoryRedisModule } from './memory-redis';

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

/** People by id, `userId/workspaceId` → role, and what else the guard asks for. Tests fill it as they like. */
export class MemoryAccessDirectory extends AccessDirectory {
  readonly users = new Map<string, DirectoryUser>();
  readonly roles = new Map<string, Role>();
  readonly endedSessions = new Set<string>();
  readonly sessionsWithSecondFactor = new Set<string>();
  /** Those that a test does not name are neither suspended nor ask for a second factor. */
  readonly workspaces = new Map<string, Partial<DirectoryWorkspace>>();
  /** By their secrets. */
  readonly apiKeys = new Map<string, DirectoryApiKey>();

  add(id: string, roles: Record<string, Role> = {}, more: Partial<DirectoryUser> = {}): UserId {
    this.users.set(id, { id: id as UserId, platformAdmin: false, disabled: false, ...more });
    for (const [workspaceId, role] of Object.entries(roles)) this.roles.set(`${id}/${workspaceId}`, role);
    return id as UserId;
  }

  override async findUser(userId: UserId): Promise<DirectoryUser | null> {
    return this.users.get(userId) ?? null;
  }

  override async findSession(sessionId: string): Promise<DirectorySession | null> {
    if (this.endedSessions.has(sessionId)) return null;
    const userId = sessionId.replace(SESSION_PREFIX, '') as UserId;
    return { id: sessionId, userId, secondFactor: this.sessionsWithSecondFactor.has(sessionId) };
  }

  override async findWorkspace(workspaceId: WorkspaceId): Promise<DirectoryWorkspace | null> {
    const state = this.workspaces.get(workspaceId) ?? {};
    return { id: workspaceId, suspended: false, requiresSecondFactor: false, ...state };
  }

  override async roleOf(userId: UserId, workspaceId: WorkspaceId): Promise<Role | null> {
    return this.roles.get(`${userId}/${workspaceId}`) ?? null;
  }

  override async useApiKey(secret: string): Promise<DirectoryApiKey | null> {
    return this.apiKeys.get(secret) ?? null;
  }
}

export interface HttpApp {
  app: NestFastifyApplication;
  inject: NestFastifyApplication['inject'];
  directory: MemoryAccessDirectory;
  /** What no plan includes. */
  missingFeatures: Set<Feature>;
  /** What was audited, unless the module under test keeps the trail itself. */
  audit: RecordingAudit;
  redis: MemoryRedis;
  clock: ManualClock;
  /** `{ authorization }` of a fresh token. */
  signedIn(userId: string): Promise<{ authorization: string }>;
}

/** The whole HTTP platform around the given controllers, without a database or a port. Close `app` afterwards. */
export async function startHttpApp({
  imports = [],
  env = {},
  ...parts
}: Pick<ModuleMetadata, 'imports' | 'controllers' | 'providers'> & { env?: Record<string, string> }): Promise<HttpApp> {
  const config = loadConfig({ ...TEST_ENV, ...env });
  const clock = new ManualClock();
  const directory = new MemoryAccessDirectory();
  const module = await Test.createTestingModule({
    imports: [
      AppConfigModule.with(config),
      KernelModule,
      ObservabilityModule,
      MemoryRedisModule,
      HttpModule,
      AuthModule,
      ...imports,
    ],
    ...parts,
  })
    .overrideModule(IdempotencyStoreModule)
    .useModule(MemoryIdempotencyStoreModule)
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(newHttpAdapter());
  const contributions = app.get(Contributions);
  contributions.provide(AccessDirectory, directory);
  const missingFeatures = new Set<Feature>();
  if (contributions.all(FeatureFlags).length === 0)
    contributions.provide(FeatureFlags, { has: async (_, feature) => !missingFeatures.has(feature) });
  const audit = new RecordingAudit();
  if (contributions.all(AuditTrail).length === 0) contributions.provide(AuditTrail, audit);
  setUpHttp(app, config);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const tokens = app.get(AccessTokens);
  return {
    app,
    inject: app.inject.bind<NestFastifyApplication['inject']>(app),
    directory,
    missingFeatures,
    audit,
    redis: app.get(MemoryRedis),
    clock,
    signedIn: async (userId) => {
      const { token } = await tokens.issue(userId as UserId, sessionIdOf(userId));
      return { authorization: `Bearer ${token}` };
    },
  };
}
