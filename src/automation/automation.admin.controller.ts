import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { JsonObject } from '../conversations';
import { PlatformAdmin } from '../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../shared/http';
import type { WorkspaceId } from '../shared/kernel';
import { AutomationInstancesService } from './instances/automation-instances.service';
import { AutomationPageResponse, toAutomationPageResponse } from './dto/automation.response';
import { AutomationSessions } from './sessions/automation-sessions.service';
import { ReplayResponse, toReplayResponse } from './dto/replay.response';
import { AdminReplayRequest } from './dto/session.request';
import { SessionPageResponse } from './dto/session.response';
import { SessionReplays } from './sessions/session-replay.service';

@ApiTags('Admin')
@Controller('v1/admin/workspaces/:workspaceId')
export class AutomationAdminController {
  constructor(
    private readonly automations: AutomationInstancesService,
    private readonly sessions: AutomationSessions,
    private readonly replays: SessionReplays,
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
    return this.sessions.list({ workspaceId }, {}, { limit, cursor });
  }

  @Post('automation-sessions/:sessionId/replay')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Run a session again on its recorded events, and compare with a draft; nothing is sent',
    response: ReplayResponse,
    errors: {
      'not-found': 'AUTOMATION.SESSION_NOT_FOUND, FLOWS.DRAFT_NOT_FOUND: no such session or draft.',
      conflict: 'AUTOMATION.REPLAY_UNAVAILABLE: its events are not on record any more.',
      invalid: 'FLOWS.DEFINITION_INVALID: the flow cannot be published as it is.',
    },
  })
  async replay(
    @IdParam('workspaceId') workspaceId: WorkspaceId,
    @IdParam('sessionId') sessionId: string,
    @Body() { definition, draftId }: AdminReplayRequest,
  ): Promise<ReplayResponse> {
    const wish = {
      ...(definition === undefined ? {} : { definition: definition as JsonObject }),
      ...(draftId === undefined ? {} : { draftId }),
    };
    return toReplayResponse(await this.replays.replay({ workspaceId }, sessionId, wish));
  }
}
