import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../../shared/events';
import { Clock, Contributions } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import { ScheduledJob } from '../../shared/schedule';
import { BulkWorker } from './bulk-worker.service';
import { jobProgressed } from '../domain/conversation-job';
import { ConversationJobsRepository } from '../repositories/conversation-jobs.repository';
import type { ConversationJobRow, JobBatch } from '../schemas/conversation-job.schema';

/** Before another worker takes a job over. */
const STEP_MS = 60_000;
const STEPS_A_RUN = 50;
const MAX_FAILURES = 5;
const RETRY_MS = 10_000;
/** What it was, the log says. */
const PROBLEM = 'A step failed.';

/** Works off what members want done with many conversations. */
@Injectable()
export class RunConversationJobs extends ScheduledJob implements OnModuleInit {
  readonly name = 'run-conversation-jobs';
  readonly scope = 'cluster' as const;
  readonly everyMs = 1_000;

  constructor(
    private readonly jobs: ConversationJobsRepository,
    private readonly worker: BulkWorker,
    private readonly events: DomainEvents,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ScheduledJob, this);
  }

  /** Of several jobs, one step of each in turn. */
  async run(): Promise<void> {
    for (let step = 0; step < STEPS_A_RUN; step += 1) {
      const now = this.clock.now();
      const job = await this.jobs.takeDue(now, new Date(now.getTime() + STEP_MS));
      if (job === null) return;
      await this.goOn(job);
    }
  }

  private async goOn(job: ConversationJobRow): Promise<void> {
    const advanced = await this.tryStep(job);
    if (advanced !== null) await this.events.publish([jobProgressed(advanced, this.clock.now())]);
  }

  private async tryStep(job: ConversationJobRow): Promise<ConversationJobRow | null> {
    try {
      const batch = await this.batchOf(job);
      if (batch === null) return null;
      const { cursor, isLast } = batch;
      const { done, skipped } = await this.worker.step(job, batch);
      const at = this.clock.now();
      const ending = isLast ? { status: 'done' as const, total: job.done + done } : {};
      const progress = { cursor, updatedAt: at, dueAt: isLast ? null : at, ...ending };
      return await this.jobs.advance(job, { done, skipped }, progress);
    } catch (err) {
      return this.fail(job, err);
    }
  }

  /** What a filter lists is chosen before anything is done with it, so that the same is done and told after a crash. */
  private async batchOf(job: ConversationJobRow): Promise<JobBatch | null> {
    if (job.batch !== undefined) return job.batch;
    const batch = await this.worker.next(job);
    if (job.conversationIds !== null || batch.ids.length === 0) return batch;
    return (await this.jobs.plan(job, batch))?.batch ?? null;
  }

  private async fail(job: ConversationJobRow, err: unknown): Promise<ConversationJobRow | null> {
    const { workspaceId, correlationId } = job;
    this.telemetry.logger.event('warn', 'conversation job failed', { workspaceId, correlationId, err });
    const at = this.clock.now();
    const failures = job.failures + 1;
    const progress = { failures, problem: PROBLEM, updatedAt: at };
    const next =
      failures >= MAX_FAILURES
        ? { ...progress, status: 'failed' as const, dueAt: null }
        : { ...progress, dueAt: new Date(at.getTime() + RETRY_MS) };
    return this.jobs.advance(job, { done: 0, skipped: 0 }, next);
  }
}
