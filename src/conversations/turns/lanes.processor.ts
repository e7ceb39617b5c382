import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Telemetry } from '../../shared/observability';
import { type LaneJob, QueueGateway } from '../../shared/queues';
import { LaneTurns } from './lane-turns.service';
import { LaneWork } from './lane-work.service';

/** Entry of the doorbell's jobs; started by the worker. */
@Injectable()
export class LanesProcessor {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'messagePath'>,
    private readonly queues: QueueGateway,
    private readonly turns: LaneTurns,
    private readonly work: LaneWork,
    private readonly telemetry: Telemetry,
  ) {}

  async start(): Promise<void> {
    await this.queues.consume('lanes', this.config.messagePath.concurrency, (job) => this.process(job));
  }

  /** A failed ring is not retried by the queue: what it should have done is still due, and the sweep rings again. */
  private async process(job: LaneJob): Promise<void> {
    const done = this.telemetry.metrics.stage(job.need);
    try {
      await (job.need === 'turn' ? this.turns.run(job) : this.work.run(job));
    } catch (err) {
      const { conversationId, workspaceId, correlationId } = job;
      this.telemetry.logger.event('error', 'ring failed', { conversationId, workspaceId, correlationId, err });
    } finally {
      done();
    }
  }
}
