import type { UserId, WorkspaceId } from '../kernel';
import type { Role } from './permissions';

export interface DirectoryUser {
  id: UserId;
  platformAdmin: boolean;
  /** A disabled user's tokens stop working at once. */
  disabled: boolean;
}

/** What the guard must know about people. Contributed by the domain that owns users and memberships. */
export abstract class AccessDirectory {
  abstract findUser(userId: UserId): Promise<DirectoryUser | null>;
  /** The user's role; null when there is no such workspace or the user is no member: both look the same. */
  abstract roleOf(userId: UserId, workspaceId: WorkspaceId): Promise<Role | null>;
}
