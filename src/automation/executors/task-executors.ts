import { Injectable } from '@nestjs/common';
import type { LaneView, TaskDraft, TaskOutcome } from '../../conversations';
import { Contributions } from '../../shared/kernel';
import { TaskExecutor } from './task-executor';

/** Who carries out which task. */
@Injectable()
export class TaskExecutors {
  constructor(private readonly contributions: Contributions) {
    contributions.declare(TaskExecutor, 'many');
  }

  get names(): string[] {
    return this.contributions.all(TaskExecutor).map(({ task }) => task);
  }

  /** A task that nobody carries out comes back as an error, so that its flow goes on. @throws what is worth a retry */
  async run(lane: LaneView, task: TaskDraft): Promise<TaskOutcome> {
    const executor = this.contributions.all(TaskExecutor).find((it) => it.task === task.kind);
    return executor?.run(lane, task) ?? { ok: false, error: `There is no task "${task.kind}".` };
  }
}
