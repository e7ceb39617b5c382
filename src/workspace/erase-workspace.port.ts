import type { WorkspaceId } from '../shared/kernel';

/** Contributed, any number: what must happen to the rest of a workspace once its owner has deleted it. */
export abstract class EraseWorkspace {
  /** Called in the transaction that deletes the workspace; it only notes what is to be erased. */
  abstract begin(workspaceId: WorkspaceId, at: Date): Promise<void>;
}
