import type { UserId, WorkspaceId } from '../kernel';
import type { Permission, Role } from './permissions';

export interface DirectoryUser {
  id: UserId;
  platformAdmin: boolean;
  /** A disabled user's tokens stop working at once. */
  disabled: boolean;
}

/** A sign-in that still holds. */
export interface DirectorySession {
  id: string;
  userId: UserId;
  /** Signed in with a second factor. */
  secondFactor: boolean;
}

export interface DirectoryWorkspace {
  id: WorkspaceId;
  suspended: boolean;
  /** Only members who signed in with a second factor get in. */
  requiresSecondFactor: boolean;
}

export interface DirectoryApiKey {
  id: string;
  workspaceId: WorkspaceId;
  permissions: readonly Permission[];
}

/**
 * What the guard must know about people, machines and workspaces; at most a second older than the last change.
 * Contributed by the domain that owns them.
 */
export abstract class AccessDirectory {
  abstract findUser(userId: UserId): Promise<DirectoryUser | null>;
  /** Null when it was ended or has expired. */
  abstract findSession(sessionId: string): Promise<DirectorySession | null>;
  abstract findWorkspace(workspaceId: WorkspaceId): Promise<DirectoryWorkspace | null>;
  /** Null when there is no such workspace or the user is no member: both look the same. */
  abstract roleOf(userId: UserId, workspaceId: WorkspaceId): Promise<Role | null>;
  /** The key whose whole secret this is; null when there is none, or it was revoked or has expired. Notes its use. */
  abstract useApiKey(secret: string): Promise<DirectoryApiKey | null>;
}
