import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { ChangeFeed } from '../../shared/redis';
import { ScheduledJob } from '../../shared/schedule';
import { EndpointRounds } from './endpoint-rounds.service';
import { WEBHOOKS_DUE } from './webhook-outbox.service';

/** Gives endpoints with something due a round each; does not wait for the rounds. */
@Injectable()
export class DeliverWebhooks extends ScheduledJob implements OnModuleInit {
  readonly name = 'deliver-webhooks';
  readonly scope = 'process' as const;
  readonly everyMs = 1_000;
  private isWorker = false;

  constructor(
    private readonly rounds: EndpointRounds,
    private readonly contributions: Contributions,
    private readonly feed: ChangeFeed,
    private readonly logger: AppLogger,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ScheduledJob, this);
    this.feed.subscribe(WEBHOOKS_DUE, () => this.hurry());
  }

  async run(): Promise<void> {
    this.isWorker = true;
    await this.rounds.begin();
  }

  /** Processes that run no jobs hear of it, too. */
  private hurry(): void {
    if (!this.isWorker) return;
    this.rounds.begin().catch((err: unknown) => this.logger.event('warn', 'webhooks wait for the next run', { err }));
  }
}
