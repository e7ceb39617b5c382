import { Injectable } from '@nestjs/common';
import { PublicAddresses } from '../../shared/providers/http-fetch';
import { webhookUrlRefused } from './webhooks.errors';

/** Tells whoever gives an address at once that nothing would be sent to it; each delivery is checked again. */
@Injectable()
export class WebhookAddresses {
  constructor(private readonly addresses: PublicAddresses) {}

  /** @throws DomainError WEBHOOK.URL_REFUSED. */
  async check(url: string): Promise<void> {
    if (!URL.canParse(url)) throw webhookUrlRefused('must be an address');
    const problem = await this.addresses.problemOf(new URL(url));
    if (problem !== null) throw webhookUrlRefused(problem);
  }
}
