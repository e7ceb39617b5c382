import { Injectable } from '@nestjs/common';
import { Clock, Contributions, faultPoint, stableId } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import { laneViewOf } from '../domain/fold-turn';
import { MAX_TASK_ATTEMPTS, TASK_LEASE_MS } from '../domain/limits';
import type { TaskOutcome } from '../domain/turn';
import { ConversationsRepository } from '../repositories/conversations.repository';
import { LaneEvents } from '../receiving/lane-events.service';
import type { ConversationState, TaskEntry } from '../schemas/conversation.schema';
import { TurnHandler } from '../turn-handler.port';

/** Slow effects: done outside the lease, at least once; the result comes back as an event, once. */
@Injectable()
export class TaskRunner {
  constructor(
    private readonly contributions: Contributions,
    private readonly conversations: ConversationsRepository,
    private readonly events: LaneEvents,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {}

  /** Tasks that the commit has just added: they belong to this worker until they are due. */
  async runNew(conversation: ConversationState): Promise<void> {
    const now = this.clock.now();
    const fresh = conversation.tasks.filter(({ attempts, dueAt }) => attempts === 0 && dueAt > now);
    await Promise.all(fresh.map((task) => this.runOne(conversation, task)));
  }

  /** Tasks whose worker did not come back. */
  async runDue(conversation: ConversationState): Promise<void> {
    const now = this.clock.now();
    const due = conversation.tasks.filter(({ dueAt }) => dueAt <= now);
    await Promise.all(due.map((task) => this.takeAndRun(conversation, task, now)));
  }

  private async takeAndRun(conversation: ConversationState, task: TaskEntry, now: Date): Promise<void> {
    const until = new Date(now.getTime() + TASK_LEASE_MS);
    if (await this.conversations.takeTask(conversation.workspaceId, conversation._id, task, until))
      await this.runOne(conversation, task);
  }

  private async runOne(conversation: ConversationState, task: TaskEntry): Promise<void> {
    const outcome = await this.outcomeOf(conversation, task);
    if (outcome === null) return;
    faultPoint('task.done');
    const payload = { kind: 'task-result' as const, taskId: task.id, taskKind: task.kind, outcome };
    const id = stableId('task-result', task.id);
    await this.events.add(conversation, [{ id, payload, at: this.clock.now(), correlationId: task.correlationId }]);
    faultPoint('task.event-stored');
    await this.conversations.removeTask(conversation.workspaceId, conversation._id, task.id);
  }

  /** Null: to be tried again when the task is due next. */
  private async outcomeOf(conversation: ConversationState, task: TaskEntry): Promise<TaskOutcome | null> {
    try {
      return await this.contributions.one(TurnHandler).runTask(laneViewOf(conversation), task);
    } catch (err) {
      this.telemetry.logger.event('warn', 'task failed', {
        conversationId: conversation._id,
        effectId: task.id,
        count: task.attempts + 1,
        err,
      });
      return task.attempts + 1 < MAX_TASK_ATTEMPTS ? null : { ok: false, error: 'The work failed again and again.' };
    }
  }
}
