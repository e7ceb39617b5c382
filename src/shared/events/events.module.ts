import { Global, Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { TransactionsModule } from '../database';
import { Contributions } from '../kernel';
import { AnnouncedEvents } from './announced-events';
import { DomainEvents } from './domain-events.port';
import { EventRelay } from './event-relay';
import { EventSink } from './event-sink';
import { RelayEvents } from './relay-events.job';
import { DomainEventsRepository } from './repositories/domain-events.repository';
import { DOMAIN_EVENTS, domainEventSchema } from './schemas/domain-event.schema';

@Global()
@Module({
  imports: [TransactionsModule, MongooseModule.forFeature([{ name: DOMAIN_EVENTS, schema: domainEventSchema }])],
  providers: [DomainEventsRepository, EventRelay, RelayEvents, { provide: DomainEvents, useClass: AnnouncedEvents }],
  exports: [DomainEvents],
})
export class EventsModule {
  constructor(contributions: Contributions) {
    contributions.declare(EventSink, 'many');
  }
}
