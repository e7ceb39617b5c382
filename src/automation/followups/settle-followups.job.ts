import { Injectable } from '@nestjs/common';
import { SendStandings } from '../../conversations';
import { type DomainEvent, DomainEvents } from '../../shared/events';
import { byWorkspace, Clock, Contributions, eachOf, type WorkspaceId } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { followupSettled } from '../domain/followups/followup-event';
import { type Settlement, settlementOf } from '../domain/followups/settlement';
import { FollowupTasksRepository } from './repositories/followup-tasks.repository';
import type { FollowupTaskRow } from './schemas/followup-task.schema';

const AT_ONCE = 500;
/** Of one run, so that it ends. */
const BATCHES = 20;

/** Finds out what became of follow-ups on their way. */
@Injectable()
export class SettleFollowups extends ScheduledJob {
  readonly name = 'settle-followups';
  readonly everyMs = 5_000;
  readonly scope = 'cluster' as const;

  constructor(
    contributions: Contributions,
    private readonly tasks: FollowupTasksRepository,
    private readonly standings: SendStandings,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    for (let batch = 0; batch < BATCHES; batch++) {
      const due = await this.tasks.listToSettle(this.clock.now(), AT_ONCE);
      await eachOf(byWorkspace(due), ([workspaceId, rows]) => this.settle(workspaceId, rows));
      if (due.length < AT_ONCE) return;
    }
  }

  private async settle(workspaceId: WorkspaceId, rows: readonly FollowupTaskRow[]): Promise<void> {
    const sends = rows.flatMap(({ conversationId, sendId }) => (sendId === null ? [] : [{ conversationId, sendId }]));
    const standings = await this.standings.of(workspaceId, sends);
    const now = this.clock.now();
    const settlements = rows.map((row) => ({
      id: row._id,
      settlement: settlementOf(row, standings.get(row.sendId ?? ''), now),
    }));
    await this.tasks.settle(workspaceId, settlements);
    // Before it ends: what a crash leaves untold is looked at, and told, again.
    await this.events.publish(rows.flatMap((row, index) => settledEvents(row, settlements[index]?.settlement, now)));
    await this.tasks.endLooking(
      workspaceId,
      rows.map(({ _id }) => _id),
    );
  }
}

/** What has ended before keeps its end. */
function settledEvents(row: FollowupTaskRow, settlement: Settlement | undefined, at: Date): DomainEvent[] {
  const end = row.status === 'scheduled' ? endOf(settlement) : row;
  if (end === null) return [];
  const { _id: taskId, policyId, kind, dueAt } = row;
  return [followupSettled(row, { taskId, policyId, kind, dueAt, status: end.status, reason: end.reason }, at)];
}

function endOf(settlement: Settlement | undefined): Pick<FollowupTaskRow, 'status' | 'reason'> | null {
  if (settlement === undefined || settlement.kind === 'later') return null;
  return settlement.kind === 'sent' ? { status: 'sent', reason: null } : settlement;
}
