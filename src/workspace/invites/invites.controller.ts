import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, RateLimit, Requires } from '../../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import type { Invite } from '../domain/invite';
import { InviteRequest } from '../dto/invite.request';
import { InvitePageResponse, InviteResponse } from '../dto/invite.response';
import { InvitesService } from './invites.service';

const NOT_FOUND = 'INVITE.NOT_FOUND: no such open invitation in this workspace.';
const ABOVE = 'MEMBER.ABOVE_OWN_ROLE: the role is above your own.';
const FULL = 'PLAN.LIMIT_REACHED: members and open invitations take all seats; `limit` and `used` tell more.';
/** Each one fills somebody's mailbox. */
const MailLimit = () => RateLimit({ name: 'invite-mail', by: 'workspace', limit: 50, perSeconds: 3_600 });

@ApiTags('Invites')
@Controller('v1/workspaces/:workspaceId/invites')
export class InvitesController {
  constructor(private readonly invites: InvitesService) {}

  @Post()
  @Requires('members.manage')
  @MailLimit()
  @Endpoint({
    summary: 'Invite somebody by mail',
    status: 201,
    response: InviteResponse,
    errors: {
      forbidden: ABOVE,
      conflict: 'INVITE.PENDING: invited already.\n\nINVITE.ALREADY_MEMBER: a member already.',
      'rate-limited': FULL,
    },
  })
  async invite(@Ctx() context: RequestContext, @Body() { email, role }: InviteRequest): Promise<InviteResponse> {
    return shown(await this.invites.invite(context, email, role));
  }

  @Get()
  @Requires('members.manage')
  @Endpoint({ summary: 'List open invitations, newest first', response: InvitePageResponse })
  async list(@Ctx() context: RequestContext, @Query() { limit, cursor }: PageQuery): Promise<InvitePageResponse> {
    const page = await this.invites.list(context, limit, cursor);
    return { ...page, items: page.items.map(shown) };
  }

  @Post(':inviteId/resend')
  @Requires('members.manage')
  @MailLimit()
  @Endpoint({
    summary: 'Send the mail again, with a new link; the old one stops working',
    response: InviteResponse,
    errors: { 'not-found': NOT_FOUND, forbidden: ABOVE, 'rate-limited': FULL },
  })
  async resend(@Ctx() context: RequestContext, @IdParam('inviteId') inviteId: string): Promise<InviteResponse> {
    return shown(await this.invites.resend(context, inviteId));
  }

  @Delete(':inviteId')
  @Requires('members.manage')
  @Endpoint({ summary: 'Cancel an invitation', status: 204, errors: { 'not-found': NOT_FOUND } })
  cancel(@Ctx() context: RequestContext, @IdParam('inviteId') inviteId: string): Promise<void> {
    return this.invites.cancel(context, inviteId);
  }
}

function shown({ id, email, role, invitedBy, sentAt, expiresAt, createdAt }: Invite): InviteResponse {
  return { id, email, role, ...(invitedBy === undefined ? {} : { invitedBy }), sentAt, expiresAt, createdAt };
}
