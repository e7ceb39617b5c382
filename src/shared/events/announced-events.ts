import { Injectable } from '@nestjs/common';
import { Transactions } from '../database';
import { Clock } from '../kernel';
import type { DomainEvent } from './domain/domain-event';
import { DomainEvents } from './domain-events.port';
import { EventRelay } from './event-relay';
import { DomainEventsRepository } from './repositories/domain-events.repository';

@Injectable()
export class AnnouncedEvents extends DomainEvents {
  private recorded = 0;

  constructor(
    private readonly rows: DomainEventsRepository,
    private readonly relay: EventRelay,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async record(event: DomainEvent): Promise<void> {
    await this.rows.insert(event, { recordedAt: this.clock.now(), place: this.recorded++ });
    this.transactions.afterCommit(() => this.relay.ring(event));
  }

  override async publish(events: readonly DomainEvent[]): Promise<void> {
    if (events.length > 0) await this.relay.tell(events);
  }
}
