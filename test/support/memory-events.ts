import { type DomainEvent, DomainEvents } from '../../src/shared/events';

/** Keeps what is told, each id once, in its order. */
export class MemoryEvents extends DomainEvents {
  private readonly byId = new Map<string, DomainEvent>();

  get told(): DomainEvent[] {
    return [...this.byId.values()];
  }

  override async record(event: DomainEvent): Promise<void> {
    this.note(event);
  }

  override async publish(events: readonly DomainEvent[]): Promise<void> {
    events.forEach((event) => this.note(event));
  }

  private note(event: DomainEvent): void {
    if (!this.byId.has(event.id)) this.byId.set(event.id, event);
  }
}
