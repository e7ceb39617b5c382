import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../shared/config';
import type { TicketPolicy } from './domain/ticket-sla';

/** What whoever runs this installation promises to those who open tickets. */
@Injectable()
export class TicketPolicies {
  readonly policy: TicketPolicy;

  constructor(@Inject(APP_CONFIG) { support: { terms, hours } }: Pick<AppConfig, 'support'>) {
    this.policy = { terms, hours: { ...hours, exceptions: [] } };
  }
}
