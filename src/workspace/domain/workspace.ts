import type { Role } from '../../shared/auth';
import type { UserId, WorkspaceId } from '../../shared/kernel';

export interface Workspace {
  id: WorkspaceId;
  name: string;
  /** While set, nothing is sent for the workspace. */
  suspendedAt?: Date;
  /** Every member must have a second factor. */
  requireSecondFactor?: boolean;
  createdAt: Date;
}

export interface Membership {
  id: string;
  workspaceId: WorkspaceId;
  userId: UserId;
  role: Role;
  createdAt: Date;
}
