import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, RateLimit, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { ConversationId, RequestContext } from '../../shared/kernel';
import { ReplyDraftResponse, toReplyDraftResponse } from '../drafts/dto/reply-draft.response';
import { RewriteTextRequest, SuggestRepliesRequest } from './dto/assist.request';
import { RewrittenTextResponse, SuggestionsResponse, toSuggestionsResponse } from './dto/assist.response';
import { ConversationSuggestions } from './suggestions.service';
import { TakenSuggestions } from './taken-suggestions.service';
import { WritingAssist } from './writing-assist.service';

const NOT_FOUND = 'CONVERSATION.NOT_FOUND: no such conversation in this workspace.';
/** Of one person: nobody reads more. */
const ASSIST_LIMIT = { name: 'assist', by: 'account', limit: 30, perSeconds: 60 } as const;

@ApiTags('Writing')
@Controller('v1/workspaces/:workspaceId')
export class AssistController {
  constructor(
    private readonly suggestions: ConversationSuggestions,
    private readonly taken: TakenSuggestions,
    private readonly writing: WritingAssist,
  ) {}

  @Post('conversations/:conversationId/suggestions')
  @Requires('messages.send')
  @RateLimit(ASSIST_LIMIT)
  @Endpoint({
    summary: 'Suggest up to three replies to what the customer has said last',
    description:
      'By the knowledge, the style and the checks of the assistant. Nothing is sent. They take the place of those that were made before. Without a language model, sentences of the knowledge are quoted (`extractive`).',
    response: SuggestionsResponse,
    errors: { 'not-found': NOT_FOUND, conflict: 'ASSIST.NOTHING_TO_ANSWER: the customer has written nothing.' },
  })
  async suggest(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @Body() wishes: SuggestRepliesRequest,
  ): Promise<SuggestionsResponse> {
    return toSuggestionsResponse(await this.suggestions.make(context, conversationId, wishes));
  }

  @Post('conversations/:conversationId/suggestions/:suggestionId/take')
  @Requires('messages.send')
  @Endpoint({
    summary: 'Take a suggestion into a draft',
    description:
      'It waits among the drafts, is sent or thrown away as they are, and retracted when something else is said. What is sent in the end is compared with it.',
    response: ReplyDraftResponse,
    errors: {
      'not-found': 'AUTOMATION.DRAFT_NOT_FOUND: no such suggestion in this conversation.',
      conflict: 'AUTOMATION.DRAFT_DECIDED: something else was said since, or it was sent or thrown away.',
    },
  })
  async take(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @IdParam('suggestionId') suggestionId: string,
  ): Promise<ReplyDraftResponse> {
    return toReplyDraftResponse(await this.taken.take(context, conversationId, suggestionId));
  }

  @Post('writing/rewrite')
  @Requires('messages.send')
  @RateLimit(ASSIST_LIMIT)
  @Endpoint({
    summary: 'Rewrite a text of your own: correct, shorten, change its tone, translate',
    description:
      'Amounts, dates, numbers, links and addresses must be those of the text: a result that adds or (but for `shorten`) loses one is thrown away.',
    response: RewrittenTextResponse,
    errors: {
      'not-found': NOT_FOUND,
      conflict: 'WRITING.CHANGED_MEANING: the result would have said something else; `found` tells what.',
      unavailable: 'WRITING.UNAVAILABLE: no language model rewrites it now; `reason` tells why.',
    },
  })
  rewrite(
    @Ctx() context: RequestContext,
    @Body() { conversationId, ...wishes }: RewriteTextRequest,
  ): Promise<RewrittenTextResponse> {
    return this.writing.rewrite(context, { ...wishes, conversationId: conversationId as ConversationId | undefined });
  }
}
