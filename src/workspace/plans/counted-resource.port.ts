import type { WorkspaceId } from '../../shared/kernel';
import type { CountedResourceName } from '../domain/plans/plan';

/** How many of its things a workspace has. Contributed once for each resource, by the domain that owns the things. */
export abstract class CountedResource {
  abstract readonly resource: CountedResourceName;
  /** Counts within the transaction around it, if there is one. */
  abstract count(workspaceId: WorkspaceId): Promise<number>;
}
