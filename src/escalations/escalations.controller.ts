import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../shared/auth';
import { Endpoint, IdParam, OperationId, PageQuery } from '../shared/http';
import type { ConversationId, RequestContext, UserId } from '../shared/kernel';
import {
  AssignEscalationRequest,
  EscalationNoteRequest,
  OpenEscalationRequest,
  RateEscalationRequest,
} from './dto/escalation.request';
import {
  EscalationDetailsResponse,
  EscalationPageResponse,
  toEscalationDetailsResponse,
  toEscalationPageResponse,
} from './dto/escalation.response';
import { EscalationsQuery } from './dto/escalations.query';
import { EscalationRequests } from './escalation-requests.service';
import { EscalationWork } from './escalation-work.service';
import { EscalationsService } from './escalations.service';

const NOT_FOUND = { 'not-found': 'ESCALATION.NOT_FOUND: no such escalation in this workspace.' };
const CLOSED = 'ESCALATION.CLOSED: it is resolved or cancelled already.';

@ApiTags('Escalations')
@Controller('v1/workspaces/:workspaceId/escalations')
export class EscalationsController {
  constructor(
    private readonly escalations: EscalationsService,
    private readonly requests: EscalationRequests,
    private readonly work: EscalationWork,
  ) {}

  @Get()
  @Requires('escalations.read')
  @Endpoint({ summary: 'List escalations, newest first', response: EscalationPageResponse })
  async list(@Ctx() context: RequestContext, @Query() query: EscalationsQuery): Promise<EscalationPageResponse> {
    return toEscalationPageResponse(await this.escalations.list(context, query));
  }

  @Get('queue')
  @Requires('escalations.read')
  @Endpoint({
    summary: 'List open escalations, most urgent first',
    description: 'Among equally urgent ones, those first that wait longest.',
    response: EscalationPageResponse,
  })
  async queue(@Ctx() { workspaceId }: RequestContext, @Query() query: PageQuery): Promise<EscalationPageResponse> {
    return toEscalationPageResponse(await this.escalations.queue(workspaceId, query));
  }

  @Post()
  @Requires('escalations.work')
  @Endpoint({
    summary: 'Call for a person; by the policy of the workspace the bot falls silent',
    description: 'Where the conversation has an open escalation, that one is joined and counts one more need.',
    status: 201,
    response: EscalationDetailsResponse,
    errors: { 'not-found': 'CONVERSATION.NOT_FOUND: no such conversation in this workspace.' },
  })
  async open(
    @Ctx() context: RequestContext,
    @Body() { conversationId, summary, ...request }: OpenEscalationRequest,
    @OperationId() sourceId: string,
  ): Promise<EscalationDetailsResponse> {
    const wanted = { ...request, summary: summary ?? request.reason, conversationId: conversationId as ConversationId };
    return toEscalationDetailsResponse(await this.requests.open(context, wanted, sourceId));
  }

  @Get(':escalationId')
  @Requires('escalations.read')
  @Endpoint({
    summary: 'Get an escalation with what happened to it',
    response: EscalationDetailsResponse,
    errors: NOT_FOUND,
  })
  async get(@Ctx() context: RequestContext, @IdParam('escalationId') id: string): Promise<EscalationDetailsResponse> {
    return toEscalationDetailsResponse(await this.escalations.get(context, id));
  }

  @Patch(':escalationId')
  @Requires('escalations.work')
  @Endpoint({
    summary: 'Say how urgent an open escalation is; its due times follow',
    response: EscalationDetailsResponse,
    errors: { ...NOT_FOUND, conflict: CLOSED },
  })
  async rate(
    @Ctx() context: RequestContext,
    @IdParam('escalationId') id: string,
    @Body() { severity }: RateEscalationRequest,
  ): Promise<EscalationDetailsResponse> {
    return toEscalationDetailsResponse(await this.work.rate(context, id, severity));
  }

  @Post(':escalationId/take')
  @Requires('escalations.work')
  @Endpoint({
    summary: 'Begin to work on an escalation oneself',
    response: EscalationDetailsResponse,
    errors: {
      ...NOT_FOUND,
      conflict: `${CLOSED} ESCALATION.TAKEN: somebody else works on it. ESCALATION.NEEDS_MEMBER: an API key cannot.`,
    },
  })
  async take(@Ctx() context: RequestContext, @IdParam('escalationId') id: string): Promise<EscalationDetailsResponse> {
    return toEscalationDetailsResponse(await this.work.take(context, id));
  }

  @Post(':escalationId/assign')
  @Requires('escalations.work')
  @Endpoint({
    summary: 'Give an open escalation, and its conversation, to a member',
    response: EscalationDetailsResponse,
    errors: {
      ...NOT_FOUND,
      conflict: CLOSED,
      invalid: 'ESCALATION.ASSIGNEE: no member, or not one who may work on it.',
    },
  })
  async assign(
    @Ctx() context: RequestContext,
    @IdParam('escalationId') id: string,
    @Body() { assigneeId }: AssignEscalationRequest,
  ): Promise<EscalationDetailsResponse> {
    return toEscalationDetailsResponse(await this.work.assign(context, id, assigneeId as UserId));
  }

  @Post(':escalationId/release')
  @Requires('escalations.work')
  @Endpoint({
    summary: 'Give an open escalation back, so that it waits for anybody',
    response: EscalationDetailsResponse,
    errors: { ...NOT_FOUND, conflict: CLOSED },
  })
  async release(
    @Ctx() context: RequestContext,
    @IdParam('escalationId') id: string,
  ): Promise<EscalationDetailsResponse> {
    return toEscalationDetailsResponse(await this.work.release(context, id));
  }

  @Post(':escalationId/notes')
  @Requires('escalations.work')
  @Endpoint({
    summary: 'Leave a note for the team on an escalation',
    status: 201,
    response: EscalationDetailsResponse,
    errors: NOT_FOUND,
  })
  async note(
    @Ctx() context: RequestContext,
    @IdParam('escalationId') id: string,
    @Body() { text }: EscalationNoteRequest,
  ): Promise<EscalationDetailsResponse> {
    return toEscalationDetailsResponse(await this.work.note(context, id, text.trim()));
  }
}
