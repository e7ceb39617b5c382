import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import { type ConversationId, knownFields, type RequestContext } from '../../shared/kernel';
import {
  AddQuickAnswerRequest,
  ChangeQuickAnswerRequest,
  QuickAnswerPageResponse,
  QuickAnswerResponse,
  QuickAnswersQuery,
  RenderedQuickAnswerResponse,
  RenderQuickAnswerRequest,
  toQuickAnswerPage,
  toQuickAnswerResponse,
} from '../dto/quick-answer.dto';
import { QuickAnswers } from './quick-answers.service';

const NOT_FOUND = { 'not-found': 'QUICK_ANSWER.NOT_FOUND: no such answer of the team, or of yours.' };
const INVALID = { invalid: 'QUICK_ANSWER.INVALID: the text cannot be filled in; `errors` says why.' };
const TAKEN = 'QUICK_ANSWER.SHORTCUT_TAKEN: there is another one with this shortcut.';

@ApiTags('Quick answers')
@Controller('v1/workspaces/:workspaceId/quick-answers')
export class QuickAnswersController {
  constructor(private readonly answers: QuickAnswers) {}

  @Get()
  @Requires('messages.read')
  @Endpoint({ summary: 'List quick answers, newest first', response: QuickAnswerPageResponse })
  async list(@Ctx() context: RequestContext, @Query() query: QuickAnswersQuery): Promise<QuickAnswerPageResponse> {
    const { limit, cursor, q, own = false } = query;
    return toQuickAnswerPage(await this.answers.list(context, { limit, own, ...knownFields({ cursor, q }) }));
  }

  @Post()
  @Requires('messages.send')
  @Endpoint({
    summary: 'Keep a quick answer, for the team or for yourself',
    response: QuickAnswerResponse,
    status: 201,
    errors: { ...INVALID, conflict: `${TAKEN} QUICK_ANSWER.FULL: there are 500.` },
  })
  async add(
    @Ctx() context: RequestContext,
    @Body() { own = false, ...words }: AddQuickAnswerRequest,
  ): Promise<QuickAnswerResponse> {
    return toQuickAnswerResponse(await this.answers.add(context, words, own));
  }

  @Patch(':answerId')
  @Requires('messages.send')
  @Endpoint({
    summary: 'Change a quick answer',
    response: QuickAnswerResponse,
    errors: { ...NOT_FOUND, ...INVALID, conflict: TAKEN },
  })
  async change(
    @Ctx() context: RequestContext,
    @IdParam('answerId') id: string,
    @Body() words: ChangeQuickAnswerRequest,
  ): Promise<QuickAnswerResponse> {
    return toQuickAnswerResponse(await this.answers.change(context, id, knownFields({ ...words })));
  }

  @Delete(':answerId')
  @Requires('messages.send')
  @Endpoint({ summary: 'Remove a quick answer', status: 204, errors: NOT_FOUND })
  async remove(@Ctx() context: RequestContext, @IdParam('answerId') id: string): Promise<void> {
    await this.answers.remove(context, id);
  }

  @Post(':answerId/render')
  @Requires('messages.send')
  @Endpoint({
    summary: 'Fill a quick answer in for a conversation',
    response: RenderedQuickAnswerResponse,
    errors: {
      'not-found': `${NOT_FOUND['not-found']}\n\nCONVERSATION.NOT_FOUND: no such conversation in this workspace.`,
    },
  })
  render(
    @Ctx() context: RequestContext,
    @IdParam('answerId') id: string,
    @Body() { conversationId }: RenderQuickAnswerRequest,
  ): Promise<RenderedQuickAnswerResponse> {
    return this.answers.render(context, id, conversationId as ConversationId);
  }
}
