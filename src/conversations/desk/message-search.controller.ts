import { Controller, Get, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, PageOf } from '../../shared/http';
import { type ConversationId, knownFields, type RequestContext } from '../../shared/kernel';
import { MessageResponse, toMessageResponse } from '../dto/message.response';
import { MessageSearchQuery } from '../dto/thread.query';
import { MessageThreads } from './message-threads.service';

export class FoundMessageResponse {
  conversationId: string;

  /** Whether the person has read it is shown in the conversation. */
  @ApiProperty({ type: MessageResponse })
  message: MessageResponse;
}

export class FoundMessagePageResponse extends PageOf(FoundMessageResponse) {}

@ApiTags('Messages')
@Controller('v1/workspaces/:workspaceId/messages')
export class MessageSearchController {
  constructor(private readonly threads: MessageThreads) {}

  @Get('search')
  @Requires('messages.read')
  @Endpoint({
    summary: 'Find messages by their words, newest first',
    description:
      'Upper and lower case and accents are the same. `around` of a conversation’s messages shows the place.',
    response: FoundMessagePageResponse,
  })
  async search(@Ctx() context: RequestContext, @Query() query: MessageSearchQuery): Promise<FoundMessagePageResponse> {
    const { q, limit, cursor, conversationId } = query;
    const wanted = {
      q,
      limit,
      ...knownFields({ cursor, conversationId: conversationId as ConversationId | undefined }),
    };
    const page = await this.threads.search(context, wanted);
    const items = page.items.map((found) => ({ ...found, message: toMessageResponse(found.message) }));
    return { ...page, items };
  }
}
