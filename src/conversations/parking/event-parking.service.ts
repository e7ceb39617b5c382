import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import { InboxRepository } from '../repositories/inbox.repository';

/** Sets an event aside, visibly, so that the conversation goes on. */
@Injectable()
export class EventParking {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {}

  async park(eventId: string, reason: string): Promise<void> {
    await this.inbox.markParked(eventId, reason, this.clock.now());
    this.telemetry.metrics.parked.inc({ kind: 'event' });
    this.telemetry.logger.event('error', 'event parked', { eventId, reason });
  }
}
