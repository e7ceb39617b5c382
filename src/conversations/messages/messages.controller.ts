import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, OperationId } from '../../shared/http';
import type { ConversationId, RequestContext } from '../../shared/kernel';
import { AcceptedMessageResponse, ThreadPageResponse, toThreadPageResponse } from '../dto/message.response';
import { SendMessageRequest } from '../dto/send-message.request';
import { wishOf } from '../dto/sent-content';
import { MessageThreads } from '../desk/message-threads.service';
import { ThreadQuery } from '../dto/thread.query';
import { MessageCare } from './message-care.service';
import { MessagesService } from './messages.service';

const NOT_FOUND = { 'not-found': 'CONVERSATION.NOT_FOUND: no such conversation in this workspace.' };
const MESSAGE_NOT_FOUND = {
  'not-found': `${NOT_FOUND['not-found']}\n\nMESSAGE.NOT_FOUND: no such message in it.`,
};

@ApiTags('Messages')
@Controller('v1/workspaces/:workspaceId/conversations/:conversationId/messages')
export class MessagesController {
  constructor(
    private readonly messages: MessagesService,
    private readonly threads: MessageThreads,
    private readonly care: MessageCare,
  ) {}

  @Get()
  @Requires('messages.read')
  @Endpoint({
    summary: 'List the messages of a conversation, newest first',
    description: '`cursor` goes back in time, `newer` forward; `around` shows the page in whose middle a message is.',
    response: ThreadPageResponse,
    errors: MESSAGE_NOT_FOUND,
  })
  async list(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @Query() query: ThreadQuery,
  ): Promise<ThreadPageResponse> {
    return toThreadPageResponse(await this.threads.page(context, conversationId, query));
  }

  @Post()
  @Requires('messages.send')
  @Endpoint({
    summary: 'Write to the participant as a person; the bot falls silent',
    response: AcceptedMessageResponse,
    status: 202,
    description:
      'Text, buttons, media, images, cards, a post, a sticker, a reaction, or the private reply to a comment: `kind` says ' +
      'which. A long text goes out in several messages.',
    errors: {
      'not-found': `${NOT_FOUND['not-found']}\n\nCOMMENT.NOT_FOUND: no such comment in this conversation.`,
      invalid: 'MESSAGE.CONTENT: the platform would not take this message.',
      conflict:
        'MESSAGE.WINDOW_CLOSED: the platform allows no message now; `closedAt` says since when. MESSAGE.SUPERSEDED: something ' +
        'newer than `expectedLastMessageId` has come: `lastMessageId`. CONVERSATION.BLOCKED: the person is blocked.',
    },
  })
  async send(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @Body() request: SendMessageRequest,
    @OperationId() operationId: string,
  ): Promise<AcceptedMessageResponse> {
    return this.messages.send(context, conversationId, wishOf(request), operationId);
  }
  @Post(':messageId/retry')
  @Requires('messages.send')
  @Endpoint({
    summary: 'Send again, as a person, what failed or was parked',
    response: AcceptedMessageResponse,
    status: 202,
    errors: {
      ...MESSAGE_NOT_FOUND,
      conflict: 'MESSAGE.NOT_RETRYABLE: it did not fail, or was sent again or settled meanwhile.',
    },
  })
  async retry(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @IdParam('messageId') messageId: string,
  ): Promise<AcceptedMessageResponse> {
    return this.care.retry(context, conversationId, messageId);
  }

  @Post(':messageId/cancel')
  @Requires('messages.send')
  @Endpoint({
    summary: 'Take back a message that still waits to be sent',
    status: 204,
    errors: {
      ...MESSAGE_NOT_FOUND,
      conflict: 'MESSAGE.NOT_CANCELLABLE: it is on its way, sent, or taken back already.',
    },
  })
  async cancel(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @IdParam('messageId') messageId: string,
  ): Promise<void> {
    await this.care.cancel(context, conversationId, messageId);
  }
}
