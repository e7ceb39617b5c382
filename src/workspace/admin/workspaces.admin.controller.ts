import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../../shared/http';
import type { UserCaller, WorkspaceId } from '../../shared/kernel';
import { AdminWorkspacePageResponse, AdminWorkspaceResponse, SuspendWorkspaceRequest } from '../dto/admin-people.dto';
import { MemberPageResponse } from '../dto/workspace.response';
import { UsageResponse } from '../dto/plan.response';
import { Usage } from '../plans/usage.service';
import { WorkspacesService } from '../workspaces.service';
import { AdminWorkspacesService } from './admin-workspaces.service';

@ApiTags('Admin')
@Controller('v1/admin/workspaces')
export class WorkspacesAdminController {
  constructor(
    private readonly workspaces: AdminWorkspacesService,
    private readonly members: WorkspacesService,
    private readonly usage: Usage,
  ) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({ summary: 'List workspaces, newest first', response: AdminWorkspacePageResponse })
  list(@Query() { limit, cursor }: PageQuery): Promise<AdminWorkspacePageResponse> {
    return this.workspaces.list(limit, cursor);
  }

  @Get(':workspaceId')
  @PlatformAdmin()
  @Endpoint({ summary: 'Get a workspace', response: AdminWorkspaceResponse })
  get(@IdParam('workspaceId') workspaceId: WorkspaceId): Promise<AdminWorkspaceResponse> {
    return this.workspaces.get(workspaceId);
  }

  @Get(':workspaceId/members')
  @PlatformAdmin()
  @Endpoint({ summary: 'List the members of a workspace, newest first', response: MemberPageResponse })
  async listMembers(
    @CurrentCaller() caller: UserCaller,
    @IdParam('workspaceId') workspaceId: WorkspaceId,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<MemberPageResponse> {
    await this.workspaces.get(workspaceId);
    return this.members.members({ ...caller, workspaceId }, limit, cursor);
  }

  @Get(':workspaceId/usage')
  @PlatformAdmin()
  @Endpoint({ summary: 'What a workspace may use, and what it has used', response: UsageResponse })
  async readUsage(@IdParam('workspaceId') workspaceId: WorkspaceId): Promise<UsageResponse> {
    await this.workspaces.get(workspaceId);
    return this.usage.of(workspaceId);
  }

  @Post(':workspaceId/suspend')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Keep its members out and its messages in, on all processes within a second',
    description: 'What arrives is still stored. What would be sent waits until the workspace is restored.',
    status: 204,
  })
  suspend(
    @CurrentCaller() caller: UserCaller,
    @IdParam('workspaceId') workspaceId: WorkspaceId,
    @Body() { reason }: SuspendWorkspaceRequest,
  ): Promise<void> {
    return this.workspaces.suspend(caller, workspaceId, reason);
  }

  @Post(':workspaceId/restore')
  @PlatformAdmin()
  @Endpoint({ summary: 'End the suspension', status: 204 })
  restore(@CurrentCaller() caller: UserCaller, @IdParam('workspaceId') workspaceId: WorkspaceId): Promise<void> {
    return this.workspaces.restore(caller, workspaceId);
  }
}
