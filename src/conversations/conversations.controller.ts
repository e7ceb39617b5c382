import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../shared/auth';
import { Endpoint, IdParam } from '../shared/http';
import { Clock, type ConversationId, type RequestContext } from '../shared/kernel';
import { ConversationsService } from './conversations.service';
import {
  ConversationPageResponse,
  ConversationResponse,
  toConversationPageResponse,
  toConversationResponse,
} from './dto/conversation.response';
import { InboxQuery } from './dto/inbox.query';
import { InboxList } from './desk/inbox-list.service';
import { HoldRequest } from './dto/hold.request';
import { SignalRequest } from './dto/signal.request';
import { Signals } from './sending/signals.service';

const NOT_FOUND = { 'not-found': 'CONVERSATION.NOT_FOUND: no such conversation in this workspace.' };

@ApiTags('Conversations')
@Controller('v1/workspaces/:workspaceId/conversations')
export class ConversationsController {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly inbox: InboxList,
    private readonly signals: Signals,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('conversations.read')
  @Endpoint({
    summary: 'List conversations, latest activity first unless asked otherwise',
    description: 'With several filters, those that match all of them.',
    response: ConversationPageResponse,
    errors: { invalid: 'INBOX.SORT: the filter has an order of its own, or two of them have.' },
  })
  async list(@Ctx() context: RequestContext, @Query() query: InboxQuery): Promise<ConversationPageResponse> {
    return toConversationPageResponse(await this.inbox.page(context, query), this.clock.now());
  }

  @Get(':conversationId')
  @Requires('conversations.read')
  @Endpoint({ summary: 'Get a conversation', response: ConversationResponse, errors: NOT_FOUND })
  async get(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
  ): Promise<ConversationResponse> {
    return toConversationResponse(await this.conversations.get(context, conversationId), this.clock.now());
  }

  @Post(':conversationId/hold')
  @Requires('conversations.hold')
  @Endpoint({
    summary: 'Keep the bot silent; what it had not begun to send is cancelled',
    response: ConversationResponse,
    errors: NOT_FOUND,
  })
  async hold(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @Body() request: HoldRequest,
  ): Promise<ConversationResponse> {
    return toConversationResponse(await this.conversations.hold(context, conversationId, request), this.clock.now());
  }

  @Post(':conversationId/resume')
  @Requires('conversations.hold')
  @Endpoint({ summary: 'Let the bot speak again', response: ConversationResponse, errors: NOT_FOUND })
  async resume(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
  ): Promise<ConversationResponse> {
    return toConversationResponse(await this.conversations.resume(context, conversationId), this.clock.now());
  }
  @Post(':conversationId/signals')
  @Requires('messages.send')
  @Endpoint({
    summary: 'Show the person that somebody types, or has read',
    description: 'Best effort: nothing says whether it was seen.',
    status: 202,
    errors: NOT_FOUND,
  })
  async signal(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @Body() { signal }: SignalRequest,
  ): Promise<void> {
    await this.signals.give(context, conversationId, signal);
  }
}
