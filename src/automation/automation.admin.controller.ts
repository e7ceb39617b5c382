import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PlatformAdmin } from '../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../shared/http';
import type { WorkspaceId } from '../shared/kernel';
import { AutomationInstancesService } from './automation-instances.service';
import { AutomationPageResponse, toAutomationPageResponse } from './dto/automation.response';
import { SessionPageResponse } from './dto/session.response';
import { SessionJournal } from './session-journal';

@ApiTags('Admin')
@Controller('v1/admin/workspaces/:workspaceId')
export class AutomationAdminController {
  constructor(
    private readonly automations: AutomationInstancesService,
    private readonly sessions: SessionJournal,
  ) {}

  @Get('automation-instances')
  @PlatformAdmin()
  @Endpoint({ summary: 'List the automations of a workspace, newest first', response: AutomationPageResponse })
  async instances(
    @IdParam('workspaceId') workspaceId: WorkspaceId,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<AutomationPageResponse> {
    return toAutomationPageResponse(await this.automations.list({ workspaceId }, limit, cursor));
  }

  @Get('automation-sessions')
  @PlatformAdmin()
  @Endpoint({ summary: 'List the automation sessions of a workspace, newest first', response: SessionPageResponse })
  listSessions(
    @IdParam('workspaceId') workspaceId: WorkspaceId,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<SessionPageResponse> {
    return this.sessions.list(workspaceId, limit, cursor);
  }
}
