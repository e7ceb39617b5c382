import { Injectable } from '@nestjs/common';
import { type Role, roleMay } from '../../shared/auth';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock, newId, systemCaller, type UserId, type WorkspaceId } from '../../shared/kernel';
import { MemberMails } from '../mails/member-mails.service';
import { MembershipsRepository } from '../repositories/memberships.repository';
import { DISABLED_AFTER_DAYS, isHopeless } from './domain/delivery-rules';
import { endpointChanged } from './domain/endpoint-event';
import { WebhookEndpointsRepository } from './repositories/webhook-endpoints.repository';
import type { WebhookEndpointRow } from './schemas/webhook-endpoint.schema';

const MEMBERS_MAX = 1_000;

/** Switches off endpoints at which nothing arrives any more, and tells those who can do something about it. */
@Injectable()
export class EndpointSwitch {
  constructor(
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly mails: MemberMails,
    private readonly changes: AuditedChanges,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  async judge(endpoint: WebhookEndpointRow, state: { isGone: boolean; failingSince?: Date }): Promise<void> {
    if (state.isGone) await this.disable(endpoint, 'The server answered that it is gone (status 410).');
    else if (isHopeless(state.failingSince, this.clock.now()))
      await this.disable(endpoint, `Nothing could be delivered for ${DISABLED_AFTER_DAYS} days.`);
  }

  private async disable({ _id, workspaceId, url }: WebhookEndpointRow, reason: string): Promise<void> {
    const correlationId = newId(this.clock.now());
    await this.changes.run(systemCaller('workspace.webhooks', correlationId), async (record) => {
      const current = await this.endpoints.find(workspaceId, _id);
      if (current?.active !== true) return;
      const at = this.clock.now();
      const change = { active: false, disabledAt: at, disabledReason: reason };
      const changed = await this.endpoints.change(workspaceId, _id, change);
      if (changed === null) return;
      await record({ action: 'webhook.disabled', workspaceId, target: _id, details: { reason } });
      await this.events.record(endpointChanged(changed, 'disabled', at));
      await this.mails.send({
        workspaceId,
        userIds: await this.keepers(workspaceId),
        topic: 'webhooks',
        subject: 'A webhook was switched off',
        paragraphs: [
          `What happens in your workspace is no longer sent to ${new URL(url).host}.`,
          reason,
          'What was not delivered is kept for 30 days and can be delivered once the webhook is switched on again.',
        ],
        button: { action: 'Look at the webhook', page: `/settings/webhooks/${_id}` },
        correlationId,
      });
    });
  }

  private async keepers(workspaceId: WorkspaceId): Promise<UserId[]> {
    const members: { userId: UserId; role: Role }[] = await this.memberships.listByWorkspace(workspaceId, MEMBERS_MAX);
    return members.filter(({ role }) => roleMay(role, 'webhooks.manage')).map(({ userId }) => userId);
  }
}
