import type { LaneView, TaskDraft, TaskOutcome } from '../../conversations';

/**
 * Carries out one kind of task that flows ask for, outside the turn. A contribution of any number; what has none cannot
 * be published.
 */
export abstract class TaskExecutor {
  /** As flows name it. */
  abstract readonly task: string;

  /**
   * May be called again with the same task id after a crash, and must then come to the same.
   * @throws only for faults worth a retry
   */
  abstract run(lane: LaneView, task: TaskDraft): Promise<TaskOutcome>;
}
