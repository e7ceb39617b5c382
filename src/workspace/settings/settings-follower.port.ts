import type { WorkspaceId } from '../../shared/kernel';

/** Contributed, any number: what must happen when a group of settings changes. */
export abstract class SettingsFollower {
  /** Names of the groups that it follows. */
  abstract readonly groups: readonly string[];

  /** In the transaction of the change, for what must hold together with it; `values` are all fields as they will be. */
  async apply(_workspaceId: WorkspaceId, _values: object): Promise<void> {}

  /** After the change is committed. */
  async announce(_workspaceId: WorkspaceId): Promise<void> {}
}
