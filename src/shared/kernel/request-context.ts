import type { UserId, WorkspaceId } from './ids';

/** Who asks, for which workspace, under which correlation id: the explicit first argument of tenant services. */
export interface RequestContext {
  workspaceId: WorkspaceId;
  userId: UserId;
  correlationId: string;
}
