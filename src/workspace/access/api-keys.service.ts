import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { grantablePermissions, type Permission, permissionsOf } from '../../shared/auth';
import { AuditedChanges } from '../../shared/database';
import { Clock, decodeCursor, newId, notFound, type Page, pageOf, type RequestContext } from '../../shared/kernel';
import { AccessRevisions } from '../access-revisions.port';
import { API_KEY_SECRET_BYTES, type ApiKey, apiKeyHash, apiKeySecret } from '../domain/api-key';
import { ApiKeysRepository } from '../repositories/api-keys.repository';
import { apiKeyExceeds, peopleOnly, tooManyApiKeys } from '../workspace.errors';
import { WorkspaceGuard } from '../workspace-guard.service';

const AT_MOST = 50;

export interface NewApiKey {
  name: string;
  permissions: readonly Permission[];
  expiresAt?: Date;
}

/** Keys by which machines work in a workspace. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly guard: WorkspaceGuard,
    private readonly revisions: AccessRevisions,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** The secret is told here and never again. @throws DomainError API_KEY.EXCEEDS_CREATOR, API_KEY.TOO_MANY. */
  async create(context: RequestContext, request: NewApiKey): Promise<{ key: ApiKey; secret: string }> {
    const { actor, workspaceId } = context;
    if (actor.kind !== 'user') throw peopleOnly();
    const role = await this.guard.roleOf(context);
    const beyond = request.permissions.filter(
      (permission) => !permissionsOf[role].includes(permission) || !grantablePermissions.includes(permission),
    );
    if (beyond.length > 0) throw apiKeyExceeds(beyond);
    const { key, secret } = this.newKey(context, actor.userId, request);
    await this.changes.run(context, async (record) => {
      await this.guard.enter(workspaceId);
      if ((await this.keys.count(workspaceId)) >= AT_MOST) throw tooManyApiKeys(AT_MOST);
      await this.keys.insert(key);
      const details = { permissions: key.permissions.join(' ') };
      await record({ action: 'api-key.created', workspaceId, target: key.id, details });
    });
    return { key, secret };
  }

  /** Newest first. */
  async list({ workspaceId }: RequestContext, limit: number, cursor?: string): Promise<Page<ApiKey>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.keys.list(workspaceId, limit + 1, after);
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** Stops working on every process within a second. @throws DomainError API_KEY.NOT_FOUND. */
  async revoke(context: RequestContext, apiKeyId: string): Promise<void> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      if (!(await this.keys.delete(workspaceId, apiKeyId))) throw notFound('This API key', 'API_KEY.NOT_FOUND');
      await this.revisions.bump({ apiKeyId });
      await record({ action: 'api-key.revoked', workspaceId, target: apiKeyId });
    });
  }

  private newKey({ workspaceId }: RequestContext, createdBy: ApiKey['createdBy'], request: NewApiKey) {
    const createdAt = this.clock.now();
    const id = newId(createdAt);
    const secret = apiKeySecret(id, randomBytes(API_KEY_SECRET_BYTES).toString('base64url'));
    const { name, permissions, expiresAt } = request;
    const key: ApiKey = {
      id,
      workspaceId,
      name,
      secretHash: apiKeyHash(secret),
      permissions: [...new Set(permissions)],
      createdBy,
      createdAt,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    return { key, secret };
  }
}
