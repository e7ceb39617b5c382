import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../shared/auth';
import { Endpoint, IdParam } from '../shared/http';
import type { RequestContext } from '../shared/kernel';
import type { Closing } from './domain/acts';
import { CloseEscalationRequest, ReopenEscalationRequest } from './dto/escalation.request';
import { EscalationDetailsResponse, toEscalationDetailsResponse } from './dto/escalation.response';
import { EscalationClosing } from './escalation-closing.service';
import { EscalationRequests } from './escalation-requests.service';

const NOT_FOUND = { 'not-found': 'ESCALATION.NOT_FOUND: no such escalation in this workspace.' };
const CLOSED = 'ESCALATION.CLOSED: it is resolved or cancelled already.';

/** How escalations end, and begin again. */
@ApiTags('Escalations')
@Controller('v1/workspaces/:workspaceId/escalations')
export class EscalationEndingsController {
  constructor(
    private readonly closing: EscalationClosing,
    private readonly requests: EscalationRequests,
  ) {}

  @Post(':escalationId/resolve')
  @Requires('escalations.resolve')
  @Endpoint({
    summary: 'Resolve an escalation; the bot speaks again by the rule of the workspace',
    response: EscalationDetailsResponse,
    errors: { ...NOT_FOUND, conflict: CLOSED },
  })
  resolve(
    @Ctx() context: RequestContext,
    @IdParam('escalationId') id: string,
    @Body() request: CloseEscalationRequest,
  ): Promise<EscalationDetailsResponse> {
    return this.close(context, id, 'resolve', request);
  }

  @Post(':escalationId/cancel')
  @Requires('escalations.resolve')
  @Endpoint({
    summary: 'Cancel an escalation: nobody was needed after all',
    response: EscalationDetailsResponse,
    errors: { ...NOT_FOUND, conflict: CLOSED },
  })
  cancel(
    @Ctx() context: RequestContext,
    @IdParam('escalationId') id: string,
    @Body() request: CloseEscalationRequest,
  ): Promise<EscalationDetailsResponse> {
    return this.close(context, id, 'cancel', request);
  }

  @Post(':escalationId/reopen')
  @Requires('escalations.resolve')
  @Endpoint({
    summary: 'Open a closed escalation again; by the policy of the workspace the bot falls silent',
    response: EscalationDetailsResponse,
    errors: {
      ...NOT_FOUND,
      conflict:
        'ESCALATION.OPEN: it is open. ESCALATION.TOO_OLD: it was closed too long ago. ESCALATION.SUPERSEDED: the conversation has another open one.',
    },
  })
  async reopen(
    @Ctx() context: RequestContext,
    @IdParam('escalationId') id: string,
    @Body() { note }: ReopenEscalationRequest,
  ): Promise<EscalationDetailsResponse> {
    return toEscalationDetailsResponse(await this.requests.reopen(context, id, note));
  }

  private async close(
    context: RequestContext,
    id: string,
    to: Closing['to'],
    { note, handBack }: CloseEscalationRequest,
  ): Promise<EscalationDetailsResponse> {
    const wishes = { ...(note === undefined ? {} : { text: note }), ...(handBack === undefined ? {} : { handBack }) };
    return toEscalationDetailsResponse(await this.closing.close(context, id, to, wishes));
  }
}
