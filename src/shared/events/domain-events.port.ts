import type { DomainEvent } from './domain/domain-event';

/** Where domains say what happened; the live streams and the outgoing webhooks are told from it. */
export abstract class DomainEvents {
  /**
   * In the transaction around it (`Transactions.run`, `AuditedChanges.run`): told once that is committed, never if it is
   * not, also when the process dies in between.
   */
  abstract record(event: DomainEvent): Promise<void>;

  /**
   * Tells at once, outside a transaction, for what is repeated after a crash anyway (the message path). Rejects when an
   * integrator's copy could not be kept, so call it before the last mark that ends the repeating.
   */
  abstract publish(events: readonly DomainEvent[]): Promise<void>;
}
