import type { WorkspaceId } from '../../shared/kernel';

/** Something that a workspace keeps only for a time. Contributed by the domain that owns it. */
export abstract class RetainedData {
  /** For logs, e.g. `messages`. */
  abstract readonly name: string;
  /** Forgets at most `limit` of what is older than `before`; returns how many. Safe to run again at any time. */
  abstract prune(workspaceId: WorkspaceId, before: Date, limit: number): Promise<number>;
}
