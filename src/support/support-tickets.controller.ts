import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, RateLimit, Requires } from '../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../shared/http';
import type { RequestContext } from '../shared/kernel';
import { OpenTicketRequest, TicketCommentRequest, TicketsQueryRequest } from './dto/ticket.request';
import {
  TicketCommentPageResponse,
  TicketCommentResponse,
  TicketPageResponse,
  TicketResponse,
  toTicketCommentPageResponse,
  toTicketCommentResponse,
  toTicketPageResponse,
  toTicketResponse,
} from './dto/ticket.response';
import { SupportTickets } from './support-tickets.service';
import { TicketComments } from './ticket-comments.service';

const NOT_FOUND = 'SUPPORT_TICKET.NOT_FOUND: no such ticket in this workspace.';
const STATUS = 'SUPPORT_TICKET.STATUS: not from the status that it is in.';

@ApiTags('Support tickets')
@Controller('v1/workspaces/:workspaceId/support-tickets')
export class SupportTicketsController {
  constructor(
    private readonly tickets: SupportTickets,
    private readonly comments: TicketComments,
  ) {}

  @Get()
  @Requires('workspace.read')
  @Endpoint({
    summary: 'List what the workspace asked of the people who run Parley, newest first',
    response: TicketPageResponse,
    errors: { invalid: 'SUPPORT_TICKET.PEOPLE_ONLY: an API key has no tickets of its own.' },
  })
  async list(
    @Ctx() context: RequestContext,
    @Query() { mine, ...query }: TicketsQueryRequest,
  ): Promise<TicketPageResponse> {
    return toTicketPageResponse(await this.tickets.list(context, { ...query, mine: mine === 'true' }));
  }

  @Post()
  @Requires('support.write')
  @RateLimit({ name: 'support-tickets', by: 'workspace', limit: 60, perSeconds: 3_600 })
  @Endpoint({
    summary: 'Open a support ticket',
    status: 201,
    response: TicketResponse,
    errors: { invalid: 'SUPPORT_TICKET.INVALID: `errors` names the fields.' },
  })
  async open(@Ctx() context: RequestContext, @Body() request: OpenTicketRequest): Promise<TicketResponse> {
    return toTicketResponse(await this.tickets.open(context, request));
  }

  @Get(':ticketId')
  @Requires('workspace.read')
  @Endpoint({ summary: 'Get a support ticket', response: TicketResponse, errors: { 'not-found': NOT_FOUND } })
  async get(@Ctx() context: RequestContext, @IdParam('ticketId') ticketId: string): Promise<TicketResponse> {
    return toTicketResponse(await this.tickets.get(context, ticketId));
  }

  @Get(':ticketId/comments')
  @Requires('workspace.read')
  @Endpoint({
    summary: 'List what was said about a ticket, newest first',
    response: TicketCommentPageResponse,
    errors: { 'not-found': NOT_FOUND },
  })
  async listComments(
    @Ctx() context: RequestContext,
    @IdParam('ticketId') ticketId: string,
    @Query() query: PageQuery,
  ): Promise<TicketCommentPageResponse> {
    const ticket = await this.tickets.get(context, ticketId);
    return toTicketCommentPageResponse(await this.comments.list(ticket, query, false));
  }

  @Post(':ticketId/comments')
  @Requires('support.write')
  @RateLimit({ name: 'support-comments', by: 'workspace', limit: 60, perSeconds: 600 })
  @Endpoint({
    summary: 'Say something about a ticket; a resolved one is opened again by it',
    status: 201,
    response: TicketCommentResponse,
    errors: {
      'not-found': NOT_FOUND,
      invalid: 'SUPPORT_TICKET.INVALID: `errors` names the fields.',
      conflict: 'SUPPORT_TICKET.CLOSED: open it again first.',
    },
  })
  async comment(
    @Ctx() context: RequestContext,
    @IdParam('ticketId') ticketId: string,
    @Body() { text }: TicketCommentRequest,
  ): Promise<TicketCommentResponse> {
    return toTicketCommentResponse(await this.tickets.comment(context, ticketId, text));
  }

  @Post(':ticketId/resolve')
  @Requires('support.write')
  @Endpoint({
    summary: 'Say that a ticket needs no more help',
    response: TicketResponse,
    errors: { 'not-found': NOT_FOUND, conflict: STATUS },
  })
  async resolve(@Ctx() context: RequestContext, @IdParam('ticketId') ticketId: string): Promise<TicketResponse> {
    return toTicketResponse(await this.tickets.move(context, ticketId, 'resolved'));
  }

  @Post(':ticketId/reopen')
  @Requires('support.write')
  @Endpoint({
    summary: 'Open a resolved ticket again, or one that was closed within the last 30 days',
    response: TicketResponse,
    errors: { 'not-found': NOT_FOUND, conflict: `${STATUS}\n\nSUPPORT_TICKET.TOO_OLD: open a new one.` },
  })
  async reopen(@Ctx() context: RequestContext, @IdParam('ticketId') ticketId: string): Promise<TicketResponse> {
    return toTicketResponse(await this.tickets.move(context, ticketId, 'open'));
  }
}
