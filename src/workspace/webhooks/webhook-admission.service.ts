import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import { PublicAddresses } from '../../shared/providers/http-fetch';
import { WorkspaceGuard } from '../workspace-guard.service';
import { WebhookEndpointsRepository } from './repositories/webhook-endpoints.repository';
import { tooManyWebhooks, webhookUrlRefused } from './webhooks.errors';

const AT_MOST = 20;

/** Which webhooks a workspace may have. */
@Injectable()
export class WebhookAdmission {
  constructor(
    private readonly addresses: PublicAddresses,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly guard: WorkspaceGuard,
  ) {}

  /** Tells at once that nothing would be sent to it; each delivery is checked again. @throws DomainError WEBHOOK.URL_REFUSED. */
  async checkAddress(url: string): Promise<void> {
    if (!URL.canParse(url)) throw webhookUrlRefused('must be an address');
    const problem = await this.addresses.problemOf(new URL(url));
    if (problem !== null) throw webhookUrlRefused(problem);
  }

  /** First in the transaction that adds one. @throws DomainError WEBHOOK.TOO_MANY. */
  async takePlace(workspaceId: WorkspaceId): Promise<void> {
    await this.guard.enter(workspaceId);
    if ((await this.endpoints.count(workspaceId)) >= AT_MOST) throw tooManyWebhooks(AT_MOST);
  }
}
