import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authenticated, Ctx, CurrentCaller, Requires } from '../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../shared/http';
import type { RequestContext, UserCaller, WorkspaceId } from '../shared/kernel';
import { WorkspaceNameRequest } from './dto/workspace.request';
import { MyWorkspacePageResponse, WorkspaceOverviewResponse, WorkspaceResponse } from './dto/workspace.response';
import { MembersService } from './members.service';
import { WorkspaceLifecycle } from './workspace-lifecycle.service';
import { WorkspaceOverviews } from './workspace-overview.service';
import { WorkspacesService } from './workspaces.service';

@ApiTags('Workspaces')
@Controller('v1')
export class WorkspacesController {
  constructor(
    private readonly workspaces: WorkspacesService,
    private readonly lifecycle: WorkspaceLifecycle,
    private readonly members: MembersService,
    private readonly overviews: WorkspaceOverviews,
  ) {}

  @Post('workspaces')
  @Authenticated()
  @Endpoint({ summary: 'Create a further workspace, which you own', status: 201, response: WorkspaceResponse })
  create(@CurrentCaller() caller: UserCaller, @Body() { name }: WorkspaceNameRequest): Promise<WorkspaceResponse> {
    return this.lifecycle.create(caller, name);
  }

  @Get('workspaces')
  @Authenticated()
  @Endpoint({ summary: 'List the workspaces you belong to, newest first', response: MyWorkspacePageResponse })
  listMine(
    @CurrentCaller() { userId }: UserCaller,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<MyWorkspacePageResponse> {
    return this.workspaces.listMine(userId, limit, cursor);
  }

  @Get('workspaces/:workspaceId')
  @Requires('workspace.read')
  @Endpoint({ summary: 'Get a workspace', response: WorkspaceOverviewResponse })
  get(@Ctx() context: RequestContext): Promise<WorkspaceOverviewResponse> {
    return this.overviews.of(context);
  }

  @Patch('workspaces/:workspaceId')
  @Requires('workspace.manage')
  @Endpoint({ summary: 'Rename a workspace', response: WorkspaceResponse })
  rename(@Ctx() context: RequestContext, @Body() { name }: WorkspaceNameRequest): Promise<WorkspaceResponse> {
    return this.lifecycle.rename(context, name);
  }

  @Delete('workspaces/:workspaceId')
  @Requires('workspace.delete')
  @Endpoint({
    summary: 'Delete a workspace',
    description: 'It is gone for every member at once, and nothing more is sent for it. Its data is erased afterwards.',
    status: 204,
  })
  delete(@Ctx() context: RequestContext): Promise<void> {
    return this.lifecycle.delete(context);
  }

  @Delete('me/workspaces/:id')
  @Authenticated()
  @Endpoint({
    summary: 'Leave a workspace',
    status: 204,
    errors: {
      'not-found': 'MEMBER.NOT_FOUND, WORKSPACE.NOT_FOUND: you are no member of it.',
      conflict: 'MEMBER.LAST_OWNER: transfer the ownership first, or delete the workspace.',
    },
  })
  leave(@CurrentCaller() caller: UserCaller, @IdParam('id') workspaceId: string): Promise<void> {
    return this.members.leave(caller, caller.userId, workspaceId as WorkspaceId);
  }
}
