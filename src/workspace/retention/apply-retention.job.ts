import { Injectable } from '@nestjs/common';
import { Clock, Contributions, type CursorPosition, eachOf, type WorkspaceId } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { ScheduledJob } from '../../shared/schedule';
import { AdminPeopleRepository } from '../repositories/admin-people.repository';
import { RetentionPolicy } from '../settings/retention-policy.service';
import { RetainedData } from './retained-data.port';

const DAY_MS = 24 * 60 * 60 * 1000;
const WORKSPACES_AT_ONCE = 100;
const BATCH = 500;
/** Of one kind and workspace in one run; the next run goes on. */
const BATCHES = 40;

/** Forgets what workspaces do not want to keep any longer. */
@Injectable()
export class ApplyRetentionJob extends ScheduledJob {
  readonly name = 'apply-retention';
  readonly scope = 'cluster' as const;
  readonly everyMs = 60 * 60 * 1000;

  constructor(
    private readonly contributions: Contributions,
    private readonly workspaces: AdminPeopleRepository,
    private readonly policy: RetentionPolicy,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
    contributions.declare(RetainedData, 'many');
  }

  async run(): Promise<void> {
    await eachOf(this.allWorkspaces(), (workspaceId) => this.applyTo(workspaceId));
  }

  private async *allWorkspaces(): AsyncGenerator<WorkspaceId> {
    let after: CursorPosition | undefined;
    for (;;) {
      const page = await this.workspaces.listWorkspaces(WORKSPACES_AT_ONCE, after);
      yield* page.map(({ id }) => id);
      const last = page.at(-1);
      if (last === undefined || page.length < WORKSPACES_AT_ONCE) return;
      after = { at: last.createdAt, id: last.id };
    }
  }

  private async applyTo(workspaceId: WorkspaceId): Promise<void> {
    const { messageDays } = await this.policy.of(workspaceId);
    if (messageDays === null) return;
    const before = new Date(this.clock.now().getTime() - messageDays * DAY_MS);
    for (const data of this.contributions.all(RetainedData)) {
      const count = await this.prune(data, workspaceId, before);
      if (count > 0) this.logger.event('info', 'retention applied', { workspaceId, reason: data.name, count });
    }
  }

  private async prune(data: RetainedData, workspaceId: WorkspaceId, before: Date): Promise<number> {
    let count = 0;
    for (let batch = 0; batch < BATCHES; batch++) {
      const pruned = await data.prune(workspaceId, before, BATCH);
      count += pruned;
      if (pruned < BATCH) break;
    }
    return count;
  }
}
