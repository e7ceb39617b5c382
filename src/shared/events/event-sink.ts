import type { DomainEvent } from './domain/domain-event';

/** Somebody to be told what happened: the live streams, the outgoing webhooks. Contributed, any number. */
export abstract class EventSink {
  /**
   * Takes events in the order in which they are told; the same ones may come again and count once. A rejection means that
   * they must come again.
   */
  abstract take(events: readonly DomainEvent[]): Promise<void>;
}
