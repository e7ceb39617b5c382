import { Injectable } from '@nestjs/common';
import { Telemetry } from '../../shared/observability';
import { type LaneJob, QueueGateway } from '../../shared/queues';
import type { LaneIdentity } from '../repositories/lane.repository';

const PUT_BACK_MS = 100;
/** After this many the sweep takes over, so that rings for a dead worker's conversation do not pile up. */
const MAX_PUT_BACK = 15;
const BACKLOG = 2_000;

/** Tells workers that a conversation wants looking at. A ring that fails is only logged: the sweep finds the work. */
@Injectable()
export class Doorbell {
  constructor(
    private readonly queues: QueueGateway,
    private readonly telemetry: Telemetry,
  ) {}

  /** So many rings wait already that more would only pile up. */
  async isBacklogged(): Promise<boolean> {
    return (await this.queues.depth('lanes')).waiting > BACKLOG;
  }

  async ring(lanes: readonly LaneIdentity[], need: LaneJob['need'], correlationId: string): Promise<void> {
    await this.add(lanes.map((lane) => ({ ...idsOf(lane), need, correlationId })));
  }

  /** The conversation's work will be due in a moment, sooner than the sweep would see it. */
  async ringLater(lane: LaneIdentity, delayMs: number, correlationId: string): Promise<void> {
    await this.add([{ ...idsOf(lane), need: 'work', correlationId }], delayMs);
  }

  /** Another worker has the conversation, or an echo waits: again in a moment. */
  async putBack(job: LaneJob): Promise<void> {
    const putBack = (job.putBack ?? 0) + 1;
    if (putBack <= MAX_PUT_BACK) await this.add([{ ...job, putBack }], PUT_BACK_MS);
  }

  private async add(jobs: LaneJob[], delayMs?: number): Promise<void> {
    try {
      await this.queues.add('lanes', jobs, delayMs === undefined ? {} : { delayMs });
    } catch (err) {
      this.telemetry.logger.event('warn', 'doorbell not rung; the sweep will find the work', {
        count: jobs.length,
        err,
      });
    }
  }
}

const idsOf = ({ conversationId, workspaceId, accountId, participantId }: LaneIdentity) => ({
  conversationId,
  workspaceId,
  accountId,
  participantId,
});
