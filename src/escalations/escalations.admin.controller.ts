import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../shared/auth';
import { Endpoint, IdParam } from '../shared/http';
import type { UserCaller, WorkspaceId } from '../shared/kernel';
import {
  EscalationDetailsResponse,
  EscalationPageResponse,
  toEscalationDetailsResponse,
  toEscalationPageResponse,
} from './dto/escalation.response';
import { EscalationsQuery } from './dto/escalations.query';
import { EscalationsService } from './escalations.service';

@ApiTags('Admin')
@Controller('v1/admin/workspaces/:workspaceId/escalations')
export class EscalationsAdminController {
  constructor(private readonly escalations: EscalationsService) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({ summary: 'List the escalations of a workspace, newest first', response: EscalationPageResponse })
  async list(
    @CurrentCaller() caller: UserCaller,
    @IdParam('workspaceId') workspaceId: WorkspaceId,
    @Query() query: EscalationsQuery,
  ): Promise<EscalationPageResponse> {
    return toEscalationPageResponse(await this.escalations.list({ ...caller, workspaceId }, query));
  }

  @Get(':escalationId')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Get an escalation of a workspace with what happened to it',
    response: EscalationDetailsResponse,
    errors: { 'not-found': 'ESCALATION.NOT_FOUND: no such escalation in this workspace.' },
  })
  async get(
    @IdParam('workspaceId') workspaceId: WorkspaceId,
    @IdParam('escalationId') escalationId: string,
  ): Promise<EscalationDetailsResponse> {
    return toEscalationDetailsResponse(await this.escalations.get({ workspaceId }, escalationId));
  }
}
