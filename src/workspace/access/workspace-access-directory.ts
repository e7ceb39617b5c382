import { Injectable } from '@nestjs/common';
import {
  AccessDirectory,
  type DirectoryApiKey,
  type DirectorySession,
  type DirectoryUser,
  type DirectoryWorkspace,
  type Role,
} from '../../shared/auth';
import { Clock, Contributions, type UserId, type WorkspaceId } from '../../shared/kernel';
import { AccessCache } from './access-cache';
import { AccessRecords, type KnownUser } from './access-records';
import { ApiKeyUses } from './api-key-uses';
import { apiKeyHash, apiKeyIdOf, isLiveKey } from '../domain/api-key';

/** Answers the guard from memory; what it does not find there may be new, and is looked up. */
@Injectable()
export class WorkspaceAccessDirectory extends AccessDirectory {
  constructor(
    contributions: Contributions,
    private readonly cache: AccessCache,
    private readonly records: AccessRecords,
    private readonly uses: ApiKeyUses,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(AccessDirectory, this);
  }

  override async findUser(userId: UserId): Promise<DirectoryUser | null> {
    return (await this.knownUser(userId))?.user ?? null;
  }

  override async findSession(sessionId: string): Promise<DirectorySession | null> {
    const session = await this.cache.get(`session:${sessionId}`, () => this.records.session(sessionId));
    if (session === null || session.expiresAt <= this.clock.now()) return null;
    return { id: session.id, userId: session.userId, secondFactor: session.secondFactor };
  }

  override findWorkspace(workspaceId: WorkspaceId): Promise<DirectoryWorkspace | null> {
    return this.cache.get(`workspace:${workspaceId}`, () => this.records.workspace(workspaceId));
  }

  override async roleOf(userId: UserId, workspaceId: WorkspaceId): Promise<Role | null> {
    const known = await this.knownUser(userId);
    return known?.roles.get(workspaceId) ?? this.records.role(userId, workspaceId);
  }

  override async useApiKey(secret: string): Promise<DirectoryApiKey | null> {
    const id = apiKeyIdOf(secret);
    if (id === null) return null;
    const key = await this.cache.get(`api-key:${id}`, () => this.records.apiKey(id));
    const now = this.clock.now();
    if (key === null || !isLiveKey(key, apiKeyHash(secret), now)) return null;
    this.uses.note(key, now);
    return { id, workspaceId: key.workspaceId, permissions: key.permissions };
  }

  private knownUser(userId: UserId): Promise<KnownUser | null> {
    return this.cache.get(`user:${userId}`, () => this.records.user(userId));
  }
}
