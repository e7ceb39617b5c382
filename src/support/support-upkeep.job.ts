import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../shared/database';
import { Clock, Contributions } from '../shared/kernel';
import { ScheduledJob } from '../shared/schedule';
import { keptUp } from './domain/ticket-moves';
import type { SupportTicket } from './domain/ticket';
import { SupportQueueRepository } from './repositories/support-queue.repository';
import { SupportTicketsRepository } from './repositories/support-tickets.repository';
import { TicketNews } from './ticket-news';

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
    private readonly tickets: SupportTicketsRepository,
    private readonly news: TicketNews,
    private readonly transactions: Transactions,
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
      const failures: unknown[] = [];
      for (const ticket of due) await this.keepUp(ticket).catch((error: unknown) => failures.push(error));
      // One ticket in trouble keeps no other one waiting; the next run tries it again.
      if (failures.length > 0) throw new AggregateError(failures, 'Not every ticket was kept up.');
      if (due.length < AT_ONCE) return;
    }
  }

  private async keepUp({ workspaceId, id }: SupportTicket): Promise<void> {
    await this.transactions.run(async () => {
      const before = await this.tickets.find(workspaceId, id);
      const kept = before === null ? null : keptUp(before, this.clock.now());
      if (before === null || kept === null) return;
      if (await this.tickets.replace(before, kept.ticket)) await this.news.tellUpkeep(kept.ticket, kept.news);
    });
  }
}
