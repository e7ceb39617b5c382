export { eventOfAudited } from './domain/audited-event';
export type { DomainEvent } from './domain/domain-event';
export { DOMAIN_EVENT_TYPES, EVENT_CATALOGUE, type DomainEventType } from './domain/event-catalogue';
export { type ToldEvent, toldOf } from './domain/told-event';
export { DomainEvents } from './domain-events.port';
export { EventSink } from './event-sink';
export { EventsModule } from './events.module';
