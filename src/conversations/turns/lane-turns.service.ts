import { Injectable } from '@nestjs/common';
import type { LaneJob } from '../../shared/queues';
import { Doorbell } from './doorbell.service';
import { ErasedLanes } from '../receiving/erased-lanes.service';
import { OutboxSender } from '../sending/outbox-sender.service';
import type { LaneIdentity } from '../repositories/lane.repository';
import { Signals } from '../sending/signals.service';
import { TaskRunner } from './task-runner.service';
import type { Committed } from './turn-committer.service';
import { TurnRunner } from './turn-runner.service';

/** Bounds how long one job stays with one conversation. */
const MAX_TURNS = 20;

/** What a ring for new events leads to: turns until nothing is pending, and after each what it wants done. */
@Injectable()
export class LaneTurns {
  constructor(
    private readonly runner: TurnRunner,
    private readonly sender: OutboxSender,
    private readonly tasks: TaskRunner,
    private readonly doorbell: Doorbell,
    private readonly erased: ErasedLanes,
    private readonly signals: Signals,
  ) {}

  async run(job: LaneJob): Promise<void> {
    const lane = laneOf(job);
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      // A turn makes its conversation if there is none, so none may begin while one is erased.
      await this.erased.confirm();
      if (this.erased.isClosed(lane.workspaceId, lane.conversationId)) return;
      const result = await this.runner.run(lane, job.correlationId);
      if (result.kind === 'busy' || (result.kind === 'idle' && result.waiting)) return this.doorbell.putBack(job);
      if (result.kind === 'stale') continue;
      if (result.kind === 'idle') return;
      await this.carryOut(result.committed);
      if (!result.committed.more) return;
    }
    await this.doorbell.putBack(job);
  }

  private async carryOut({ conversation, claimed, finished, typing }: Committed): Promise<void> {
    const results = await Promise.allSettled([
      finished,
      this.sender.drain(conversation, claimed),
      this.tasks.runNew(conversation),
      ...(typing ? [this.signals.show(conversation, 'typing_on')] : []),
    ]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }
}

export const laneOf = (job: LaneJob): LaneIdentity => job as unknown as LaneIdentity;
