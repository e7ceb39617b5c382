import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../shared/http';
import { knownFields, type UserCaller } from '../shared/kernel';
import {
  ChangeTicketRequest,
  DeskCommentRequest,
  MoveTicketRequest,
  TicketQueueQuery,
} from './dto/ticket.admin.request';
import {
  DeskCommentPageResponse,
  DeskCommentResponse,
  DeskTicketPageResponse,
  DeskTicketResponse,
  toDeskCommentPageResponse,
  toDeskCommentResponse,
  toDeskTicketPageResponse,
  toDeskTicketResponse,
} from './dto/ticket.admin.response';
import { SupportDesk } from './support-desk.service';
import { TicketComments } from './ticket-comments.service';

const NOT_FOUND = 'SUPPORT_TICKET.NOT_FOUND: no such ticket.';
const INVALID = 'SUPPORT_TICKET.INVALID: `errors` names the fields.';
const STATUS = 'SUPPORT_TICKET.STATUS: not from the status that it is in.';

@ApiTags('Admin')
@Controller('v1/admin/support-tickets')
export class SupportTicketsAdminController {
  constructor(
    private readonly desk: SupportDesk,
    private readonly comments: TicketComments,
  ) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({
    summary: 'List support tickets of all workspaces, what is due first in front',
    description: 'A cursor is good for the filters and the order that it came with.',
    response: DeskTicketPageResponse,
  })
  async list(
    @CurrentCaller() caller: UserCaller,
    @Query() { overdue, ...query }: TicketQueueQuery,
  ): Promise<DeskTicketPageResponse> {
    return toDeskTicketPageResponse(await this.desk.list(caller, { ...query, overdue: overdue === 'true' }));
  }

  @Get(':ticketId')
  @PlatformAdmin()
  @Endpoint({ summary: 'Get a support ticket', response: DeskTicketResponse, errors: { 'not-found': NOT_FOUND } })
  async get(@IdParam('ticketId') ticketId: string): Promise<DeskTicketResponse> {
    return toDeskTicketResponse(await this.desk.get(ticketId));
  }

  @Patch(':ticketId')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Sort a ticket: category, severity, tags, and who has it',
    response: DeskTicketResponse,
    errors: { 'not-found': NOT_FOUND, invalid: INVALID },
  })
  async change(
    @CurrentCaller() caller: UserCaller,
    @IdParam('ticketId') ticketId: string,
    @Body() request: ChangeTicketRequest,
  ): Promise<DeskTicketResponse> {
    return toDeskTicketResponse(await this.desk.change(caller, ticketId, knownFields({ ...request })));
  }

  @Post(':ticketId/status')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Move a ticket to another status; whoever opened it is written to',
    response: DeskTicketResponse,
    errors: { 'not-found': NOT_FOUND, conflict: STATUS },
  })
  async move(
    @CurrentCaller() caller: UserCaller,
    @IdParam('ticketId') ticketId: string,
    @Body() { status }: MoveTicketRequest,
  ): Promise<DeskTicketResponse> {
    return toDeskTicketResponse(await this.desk.move(caller, ticketId, status));
  }

  @Get(':ticketId/comments')
  @PlatformAdmin()
  @Endpoint({
    summary: 'List what was said about a ticket, newest first, also among platform admins',
    response: DeskCommentPageResponse,
    errors: { 'not-found': NOT_FOUND },
  })
  async listComments(
    @IdParam('ticketId') ticketId: string,
    @Query() query: PageQuery,
  ): Promise<DeskCommentPageResponse> {
    return toDeskCommentPageResponse(await this.comments.list(await this.desk.get(ticketId), query, true));
  }

  @Post(':ticketId/comments')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Answer a ticket, or note something about it among platform admins',
    status: 201,
    response: DeskCommentResponse,
    errors: {
      'not-found': NOT_FOUND,
      invalid: INVALID,
      conflict: `${STATUS}\n\nSUPPORT_TICKET.CLOSED: open it again first.`,
    },
  })
  async comment(
    @CurrentCaller() caller: UserCaller,
    @IdParam('ticketId') ticketId: string,
    @Body() request: DeskCommentRequest,
  ): Promise<DeskCommentResponse> {
    return toDeskCommentResponse(await this.desk.comment(caller, ticketId, request));
  }
}
