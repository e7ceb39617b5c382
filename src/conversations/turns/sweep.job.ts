import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Clock, newId } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { Doorbell } from './doorbell.service';
import { ReadReceipts } from '../sending/read-receipts.service';
import { ConversationsRepository } from '../repositories/conversations.repository';
import { InboxRepository } from '../repositories/inbox.repository';

const PAGE = 500;

/**
 * Rings for whatever is due and nobody rang for: this, not the queue, makes sure that work is done. Runs in every worker;
 * rings that come twice do no harm. A lease that is over needs no look of its own: its events are still pending.
 */
@Injectable()
export class RingDueLanes extends ScheduledJob {
  readonly name = 'ring-due-lanes';
  readonly scope = 'process' as const;
  readonly everyMs: number;

  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'messagePath'>,
    private readonly inbox: InboxRepository,
    private readonly conversations: ConversationsRepository,
    private readonly doorbell: Doorbell,
    private readonly receipts: ReadReceipts,
    private readonly clock: Clock,
  ) {
    super();
    this.everyMs = config.messagePath.sweepMs;
  }

  async run(): Promise<void> {
    const now = this.clock.now();
    const old = new Date(now.getTime() - this.config.messagePath.pendingAgeMs);
    await this.receipts.foldLeftovers(old);
    if (await this.doorbell.isBacklogged()) return;
    const [pending, due] = await Promise.all([
      this.inbox.lanesPendingSince(old, PAGE),
      this.conversations.workDue(now, PAGE),
    ]);
    const correlationId = `sweep-${newId()}`;
    await this.doorbell.ring(pending, 'turn', correlationId);
    await this.doorbell.ring(due, 'work', correlationId);
  }
}
