import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../shared/auth';
import { Endpoint, IdParam } from '../shared/http';
import type { RequestContext } from '../shared/kernel';
import {
  EscalationPageResponse,
  EscalationResponse,
  toEscalationPageResponse,
  toEscalationResponse,
} from './dto/escalation.response';
import { EscalationsQuery } from './dto/escalations.query';
import { EscalationsService } from './escalations.service';

@ApiTags('Escalations')
@Controller('v1/workspaces/:workspaceId/escalations')
export class EscalationsController {
  constructor(private readonly escalations: EscalationsService) {}

  @Get()
  @Requires('escalations.read')
  @Endpoint({ summary: 'List escalations, newest first', response: EscalationPageResponse })
  async list(@Ctx() context: RequestContext, @Query() query: EscalationsQuery): Promise<EscalationPageResponse> {
    return toEscalationPageResponse(await this.escalations.list(context, query));
  }

  @Post(':escalationId/resolve')
  @Requires('escalations.resolve')
  @Endpoint({
    summary: 'Resolve an escalation and let the bot speak again',
    response: EscalationResponse,
    errors: {
      'not-found': 'ESCALATION.NOT_FOUND: no such escalation in this workspace.',
      conflict: 'ESCALATION.CLOSED: it is resolved or cancelled already.',
    },
  })
  async resolve(
    @Ctx() context: RequestContext,
    @IdParam('escalationId') escalationId: string,
  ): Promise<EscalationResponse> {
    return toEscalationResponse(await this.escalations.resolve(context, escalationId));
  }
}
