import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Contributions, faultPoint, Grouping } from '../kernel';
import { AppLogger } from '../observability';
import type { DomainEvent } from './domain/domain-event';
import { EventSink } from './event-sink';
import { DomainEventsRepository } from './repositories/domain-events.repository';

const AT_ONCE = 200;

/** Tells every sink; what was recorded is forgotten once all of them know it. */
@Injectable()
export class EventRelay implements BeforeApplicationShutdown {
  private readonly groups: Grouping<DomainEvent>;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly contributions: Contributions,
    private readonly rows: DomainEventsRepository,
    private readonly logger: AppLogger,
  ) {
    this.groups = new Grouping((events) => this.relay(events), { maxItems: AT_ONCE });
  }

  /** @throws what a sink throws: not everybody was told. */
  async tell(events: readonly DomainEvent[]): Promise<void> {
    await Promise.all(this.contributions.all(EventSink).map((sink) => sink.take(events)));
  }

  /** Rows that were recorded and committed, in their order. @throws when they stay untold. */
  async tellRecorded(events: readonly DomainEvent[]): Promise<void> {
    await this.groups.add(events);
  }

  /** The same, without waiting: what fails here is found by the sweep. */
  ring(event: DomainEvent): void {
    const told = this.tellRecorded([event]).catch((err: unknown) =>
      this.logger.event('warn', 'events not told yet; the sweep will', { workspaceId: event.workspaceId, err }),
    );
    this.underWay.add(told);
    void told.finally(() => this.underWay.delete(told));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private async relay(events: readonly DomainEvent[]): Promise<undefined[]> {
    faultPoint('events.committed');
    await this.tell(events);
    faultPoint('events.told');
    await this.rows.remove(events);
    return events.map(() => undefined);
  }
}
