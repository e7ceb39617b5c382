import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Contributions, eachOf } from '../shared/kernel';
import { ScheduledJob } from '../shared/schedule';
import { SupportQueueRepository } from './repositories/support-queue.repository';
import { TicketUpkeep } from './ticket-upkeep.service';

const AT_ONCE = 100;

/**
 * Notices tickets that are late, resolves those whose users never answered and closes those that stayed resolved. Each of
 * it is told once, in the transaction that notes it.
 */
@Injectable()
export class SupportUpkeepJob extends ScheduledJob implements OnModuleInit {
  readonly name = 'support-upkeep';
  readonly everyMs = 30_000;
  readonly scope = 'cluster' as const;

  constructor(
    private readonly queue: SupportQueueRepository,
    private readonly upkeep: TicketUpkeep,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    for (;;) {
      const due = await this.queue.listForUpkeep(this.clock.now(), AT_ONCE);
      // What failed stays due; the next run tries it again.
      await eachOf(due, (ticket) => this.upkeep.keepUp(ticket));
      if (due.length < AT_ONCE) return;
    }
  }
}
