import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { ConversationId, RequestContext } from '../../shared/kernel';
import { ComposerDraftRequest, ComposerDraftResponse, PresenceRequest, PresenceResponse } from '../dto/composer.dto';
import { ComposerDrafts } from './composer-drafts.service';
import { Presence } from './presence.service';

const NOT_FOUND = { 'not-found': 'CONVERSATION.NOT_FOUND: no such conversation in this workspace.' };
const PEOPLE_ONLY = { forbidden: 'COMPOSER.PEOPLE_ONLY: a key writes no drafts.' };

@ApiTags('Messages')
@Controller('v1/workspaces/:workspaceId/conversations/:conversationId')
export class ComposerController {
  constructor(
    private readonly drafts: ComposerDrafts,
    private readonly presence: Presence,
  ) {}

  @Get('composer')
  @Requires('messages.send')
  @Endpoint({
    summary: 'What the member has begun to write here',
    response: ComposerDraftResponse,
    errors: { ...NOT_FOUND, ...PEOPLE_ONLY },
  })
  draft(@Ctx() context: RequestContext, @IdParam('conversationId') id: ConversationId): Promise<ComposerDraftResponse> {
    return this.drafts.get(context, id);
  }

  @Put('composer')
  @Requires('messages.send')
  @Endpoint({
    summary: 'Keep what the member has begun to write here, for 90 days',
    response: ComposerDraftResponse,
    errors: { ...NOT_FOUND, ...PEOPLE_ONLY },
  })
  keep(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') id: ConversationId,
    @Body() { text }: ComposerDraftRequest,
  ): Promise<ComposerDraftResponse> {
    return this.drafts.keep(context, id, text);
  }

  @Get('presence')
  @Requires('conversations.read')
  @Endpoint({ summary: 'Who is answering right now', response: PresenceResponse, errors: NOT_FOUND })
  async present(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') id: ConversationId,
  ): Promise<PresenceResponse> {
    return { answering: await this.presence.of(context, id) };
  }

  @Put('presence')
  @Requires('messages.send')
  @Endpoint({
    summary: 'Let colleagues see that you are answering, or no longer',
    response: PresenceResponse,
    errors: NOT_FOUND,
  })
  async mark(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') id: ConversationId,
    @Body() { state }: PresenceRequest,
  ): Promise<PresenceResponse> {
    return { answering: await this.presence.answering(context, id, state === 'answering') };
  }
}
