import type { UserId, WorkspaceId } from '../shared/kernel';

/** What has changed of the things that the guards hold in memory. */
export interface AccessChange {
  /** The user or their roles. */
  userId?: UserId;
  workspaceId?: WorkspaceId;
  sessionIds?: readonly string[];
  apiKeyId?: string;
}

/** How the guards of all processes learn of a change: within a second, also while Redis is away. */
export abstract class AccessRevisions {
  /** Call it within the transaction of the change, so that neither is without the other. */
  abstract bump(change: AccessChange): Promise<void>;
}
