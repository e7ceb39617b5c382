import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { ContactId, RequestContext, UserId } from '../../shared/kernel';
import { privacyRequestResponse, PrivacyRequestResponse } from '../dto/privacy.response';
import { MemberPrivacy } from './member-privacy.service';
import { PrivacyService } from './privacy.service';

const NO_CONTACT = 'CONTACT.NOT_FOUND: the workspace has no such contact.';
const NO_MEMBER = 'MEMBER.NOT_FOUND: no such member of this workspace.';

@ApiTags('Privacy')
@Controller('v1/workspaces/:workspaceId')
export class PrivacyController {
  constructor(
    private readonly privacy: PrivacyService,
    private readonly members: MemberPrivacy,
  ) {}

  @Post('contacts/:contactId/export')
  @Requires('privacy.manage')
  @Endpoint({
    summary: 'Export all that is stored about a contact',
    status: 202,
    response: PrivacyRequestResponse,
    errors: { 'not-found': NO_CONTACT },
  })
  async exportContact(
    @Ctx() context: RequestContext,
    @IdParam('contactId') contactId: string,
  ): Promise<PrivacyRequestResponse> {
    return privacyRequestResponse(await this.privacy.ofContact(context, 'export', contactId as ContactId));
  }

  @Post('contacts/:contactId/erase')
  @Requires('privacy.manage')
  @Endpoint({
    summary: 'Erase a contact with all conversations; it cannot be undone',
    description:
      'What the platform delivers late is dropped. Who writes after the erasure is done is a new contact; what comes while it runs is erased, too.',
    status: 202,
    response: PrivacyRequestResponse,
    errors: { 'not-found': NO_CONTACT },
  })
  async eraseContact(
    @Ctx() context: RequestContext,
    @IdParam('contactId') contactId: string,
  ): Promise<PrivacyRequestResponse> {
    return privacyRequestResponse(await this.privacy.ofContact(context, 'erase', contactId as ContactId));
  }

  @Post('members/:userId/export')
  @Requires('privacy.manage')
  @Endpoint({
    summary: 'Export all that the workspace stores about a member',
    status: 202,
    response: PrivacyRequestResponse,
    errors: { 'not-found': NO_MEMBER },
  })
  async exportMember(
    @Ctx() context: RequestContext,
    @IdParam('userId') userId: string,
  ): Promise<PrivacyRequestResponse> {
    return privacyRequestResponse(await this.members.export(context, userId as UserId));
  }

  @Post('members/:userId/erase')
  @Requires('privacy.manage')
  @Endpoint({
    summary: 'Erase what the workspace stores about a member, who is removed; also of one who has left',
    status: 202,
    response: PrivacyRequestResponse,
    errors: {
      'not-found': 'MEMBER.NOT_FOUND: the workspace knows nothing of them.',
      forbidden: 'MEMBER.ABOVE_OWN_ROLE: the role is above your own.',
      conflict: 'MEMBER.LAST_OWNER: a workspace keeps an owner.',
    },
  })
  async eraseMember(
    @Ctx() context: RequestContext,
    @IdParam('userId') userId: string,
  ): Promise<PrivacyRequestResponse> {
    return privacyRequestResponse(await this.members.erase(context, userId as UserId));
  }

  @Post('export')
  @Requires('workspace.export')
  @Endpoint({ summary: 'Export all that the workspace holds', status: 202, response: PrivacyRequestResponse })
  async exportWorkspace(@Ctx() context: RequestContext): Promise<PrivacyRequestResponse> {
    return privacyRequestResponse(await this.privacy.exportWorkspace(context));
  }
}
