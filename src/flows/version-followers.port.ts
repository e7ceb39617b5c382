import type { RunnableVersion } from './runnable-version';

/** What the automations of all workspaces do when a template's current version changes. Contributed once. */
export abstract class VersionFollowers {
  /**
   * In the transaction that makes it the current version: automations that follow the latest one run it from now on,
   * each only if its config fits the version's fields; the others stay where they are, and say why.
   */
  abstract follow(version: RunnableVersion): Promise<FollowedVersion>;

  /** In the transaction that archives a template, or brings it back: its automations rest, or go on. */
  abstract setArchived(templateId: string, archived: boolean): Promise<void>;
}

export interface FollowedVersion {
  moved: number;
  /** Whose config does not fit. */
  blocked: number;
}
