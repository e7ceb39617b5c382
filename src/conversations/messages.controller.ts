import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../shared/auth';
import { Endpoint, IdParam, OperationId, PageQuery } from '../shared/http';
import type { ConversationId, RequestContext } from '../shared/kernel';
import { AcceptedMessageResponse, MessagePageResponse, toMessagePageResponse } from './dto/message.response';
import { SendMessageRequest } from './dto/send-message.request';
import { MessagesService } from './messages.service';

const NOT_FOUND = { 'not-found': 'CONVERSATION.NOT_FOUND: no such conversation in this workspace.' };

@ApiTags('Messages')
@Controller('v1/workspaces/:workspaceId/conversations/:conversationId/messages')
export class MessagesController {
  constructor(private readonly messages: MessagesService) {}

  @Get()
  @Requires('messages.read')
  @Endpoint({
    summary: 'List the messages of a conversation, newest first',
    response: MessagePageResponse,
    errors: NOT_FOUND,
  })
  async list(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @Query() query: PageQuery,
  ): Promise<MessagePageResponse> {
    return toMessagePageResponse(await this.messages.list(context, conversationId, query));
  }

  @Post()
  @Requires('messages.send')
  @Endpoint({
    summary: 'Write to the participant as a person; the bot falls silent',
    response: AcceptedMessageResponse,
    status: 202,
    errors: { ...NOT_FOUND, invalid: 'MESSAGE.CONTENT: the platform would not take this text.' },
  })
  async send(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @Body() { text }: SendMessageRequest,
    @OperationId() operationId: string,
  ): Promise<AcceptedMessageResponse> {
    return this.messages.send(context, conversationId, { kind: 'text', text }, operationId);
  }
}
