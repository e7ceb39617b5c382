import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../shared/auth';
import { Endpoint, PageQuery } from '../shared/http';
import type { RequestContext } from '../shared/kernel';
import { MemberPageResponse, WorkspaceResponse } from './dto/workspace.response';
import { WorkspacesService } from './workspaces.service';

@ApiTags('Workspaces')
@Controller('v1/workspaces/:workspaceId')
export class WorkspacesController {
  constructor(private readonly workspaces: WorkspacesService) {}

  @Get()
  @Requires('workspace.read')
  @Endpoint({ summary: 'Get a workspace', response: WorkspaceResponse })
  get(@Ctx() context: RequestContext): Promise<WorkspaceResponse> {
    return this.workspaces.get(context);
  }

  @Get('members')
  @Requires('members.read')
  @Endpoint({ summary: 'List the members of a workspace, newest first', response: MemberPageResponse })
  listMembers(@Ctx() context: RequestContext, @Query() { limit, cursor }: PageQuery): Promise<MemberPageResponse> {
    return this.workspaces.members(context, limit, cursor);
  }
}
