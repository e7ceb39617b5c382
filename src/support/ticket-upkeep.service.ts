import { Injectable } from '@nestjs/common';
import { Transactions } from '../shared/database';
import { Clock } from '../shared/kernel';
import type { SupportTicket } from './domain/ticket';
import { keptUp } from './domain/ticket-moves';
import { SupportTicketsRepository } from './repositories/support-tickets.repository';
import { TicketNews } from './ticket-news';
import { TicketPolicies } from './ticket-policies.service';

/** What happens to a ticket by itself. */
@Injectable()
export class TicketUpkeep {
  constructor(
    private readonly tickets: SupportTicketsRepository,
    private readonly news: TicketNews,
    private readonly transactions: Transactions,
    private readonly policies: TicketPolicies,
    private readonly clock: Clock,
  ) {}

  /** By the row as it is now; noted and told together, so once. */
  async keepUp({ workspaceId, id }: SupportTicket): Promise<void> {
    await this.transactions.run(async () => {
      const before = await this.tickets.find(workspaceId, id);
      const kept = before === null ? null : keptUp(before, this.clock.now(), this.policies.policy);
      if (before === null || kept === null) return;
      if (await this.tickets.replace(before, kept.ticket)) await this.news.tellUpkeep(kept.ticket, kept.news);
    });
  }
}
