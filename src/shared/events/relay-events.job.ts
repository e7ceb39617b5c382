import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Contributions } from '../kernel';
import { ScheduledJob } from '../schedule';
import { EventRelay } from './event-relay';
import { DomainEventsRepository } from './repositories/domain-events.repository';

/** Younger ones are still being told by the process that recorded them. */
const LEFT_AFTER_MS = 3_000;
const PAGE = 500;

/** Tells what a process recorded but did not tell, because it died or a sink was away. */
@Injectable()
export class RelayEvents extends ScheduledJob implements OnModuleInit {
  readonly name = 'relay-events';
  readonly scope = 'cluster' as const;
  readonly everyMs = 5_000;

  constructor(
    private readonly contributions: Contributions,
    private readonly rows: DomainEventsRepository,
    private readonly relay: EventRelay,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    for (;;) {
      const before = new Date(this.clock.now().getTime() - LEFT_AFTER_MS);
      const events = await this.rows.untold(before, PAGE);
      await this.relay.tellRecorded(events);
      if (events.length < PAGE) return;
    }
  }
}
