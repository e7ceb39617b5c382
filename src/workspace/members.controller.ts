import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../shared/http';
import type { RequestContext, UserId } from '../shared/kernel';
import { ChangeRoleRequest, TransferOwnershipRequest } from './dto/member.request';
import { MemberPageResponse } from './dto/workspace.response';
import { MembersService } from './members.service';
import { WorkspacesService } from './workspaces.service';

const NOT_FOUND = 'MEMBER.NOT_FOUND: no such member of this workspace.';
const ABOVE = 'MEMBER.ABOVE_OWN_ROLE: the role is above your own.';
const LAST_OWNER = 'MEMBER.LAST_OWNER: a workspace keeps an owner.';

@ApiTags('Workspaces')
@Controller('v1/workspaces/:workspaceId')
export class MembersController {
  constructor(
    private readonly members: MembersService,
    private readonly workspaces: WorkspacesService,
  ) {}

  @Get('members')
  @Requires('members.read')
  @Endpoint({ summary: 'List the members of a workspace, newest first', response: MemberPageResponse })
  list(@Ctx() context: RequestContext, @Query() { limit, cursor }: PageQuery): Promise<MemberPageResponse> {
    return this.workspaces.members(context, limit, cursor);
  }

  @Patch('members/:userId')
  @Requires('members.manage')
  @Endpoint({
    summary: 'Change the role of a member',
    status: 204,
    errors: { 'not-found': NOT_FOUND, forbidden: ABOVE, conflict: LAST_OWNER },
  })
  changeRole(
    @Ctx() context: RequestContext,
    @IdParam('userId') userId: string,
    @Body() { role }: ChangeRoleRequest,
  ): Promise<void> {
    return this.members.changeRole(context, userId as UserId, role);
  }

  @Delete('members/:userId')
  @Requires('members.manage')
  @Endpoint({
    summary: 'Remove a member',
    status: 204,
    errors: { 'not-found': NOT_FOUND, forbidden: ABOVE, conflict: LAST_OWNER },
  })
  remove(@Ctx() context: RequestContext, @IdParam('userId') userId: string): Promise<void> {
    return this.members.remove(context, userId as UserId);
  }

  @Post('transfer')
  @Requires('workspace.transfer')
  @Endpoint({
    summary: 'Make another member the owner, and yourself an admin',
    status: 204,
    errors: {
      'not-found': NOT_FOUND,
      forbidden: 'AUTH.PASSWORD_WRONG: the password is wrong.',
      'rate-limited': 'SECURITY.BUSY: too many sign-ins at this moment.',
    },
  })
  transfer(@Ctx() context: RequestContext, @Body() { userId, password }: TransferOwnershipRequest): Promise<void> {
    return this.members.transferOwnership(context, userId as UserId, password);
  }
}
