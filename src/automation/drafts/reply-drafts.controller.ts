import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { DraftFiguresResponse } from './dto/draft-figures.response';
import { DraftFiguresQuery, ReplyDraftsQueryRequest, SendReplyDraftRequest } from './dto/reply-draft.request';
import {
  ReplyDraftPageResponse,
  ReplyDraftResponse,
  SentReplyDraftResponse,
  toReplyDraftPageResponse,
  toReplyDraftResponse,
} from './dto/reply-draft.response';
import { ReplyDraftFigures } from './reply-draft-figures.service';
import { ReplyDraftSending } from './reply-draft-sending.service';
import { ReplyDrafts } from './reply-drafts.service';

const NOT_FOUND = { 'not-found': 'AUTOMATION.DRAFT_NOT_FOUND: no such draft in this workspace.' };
const DECIDED =
  'AUTOMATION.DRAFT_DECIDED: it was sent (`sentText`, `decidedBy`), discarded, or something else was said since (`supersededBy`).';

@ApiTags('Reply drafts')
@Controller('v1/workspaces/:workspaceId/reply-drafts')
export class ReplyDraftsController {
  constructor(
    private readonly drafts: ReplyDrafts,
    private readonly sending: ReplyDraftSending,
    private readonly figures: ReplyDraftFigures,
  ) {}

  @Get()
  @Requires('messages.read')
  @Endpoint({ summary: 'List answers that wait for a person, newest first', response: ReplyDraftPageResponse })
  async list(@Ctx() context: RequestContext, @Query() query: ReplyDraftsQueryRequest): Promise<ReplyDraftPageResponse> {
    return toReplyDraftPageResponse(await this.drafts.list(context, query));
  }

  @Get('figures')
  @Requires('messages.read')
  @Endpoint({
    summary: 'What became of drafts and suggestions, and how much people changed',
    response: DraftFiguresResponse,
    errors: { invalid: 'AUTOMATION.RANGE_INVALID: `from` must be before `to`, by at most 366 days.' },
  })
  count(@Ctx() context: RequestContext, @Query() query: DraftFiguresQuery): Promise<DraftFiguresResponse> {
    return this.figures.of(context, query);
  }

  @Get(':draftId')
  @Requires('messages.read')
  @Endpoint({ summary: 'Get a draft', response: ReplyDraftResponse, errors: NOT_FOUND })
  async get(@Ctx() context: RequestContext, @IdParam('draftId') draftId: string): Promise<ReplyDraftResponse> {
    return toReplyDraftResponse(await this.drafts.get(context, draftId));
  }

  @Post(':draftId/send')
  @Requires('messages.send')
  @Endpoint({
    summary: 'Send a draft, as it is or changed; the bot falls silent',
    status: 202,
    response: SentReplyDraftResponse,
    errors: { ...NOT_FOUND, conflict: DECIDED, invalid: 'MESSAGE.CONTENT: the platform would not take this text.' },
  })
  async send(
    @Ctx() context: RequestContext,
    @IdParam('draftId') draftId: string,
    @Body() { text }: SendReplyDraftRequest,
  ): Promise<SentReplyDraftResponse> {
    return toReplyDraftResponse(await this.sending.send(context, draftId, text));
  }

  @Post(':draftId/discard')
  @Requires('messages.send')
  @Endpoint({
    summary: 'Throw a draft away',
    response: ReplyDraftResponse,
    errors: { ...NOT_FOUND, conflict: DECIDED },
  })
  async discard(@Ctx() context: RequestContext, @IdParam('draftId') draftId: string): Promise<ReplyDraftResponse> {
    return toReplyDraftResponse(await this.drafts.discard(context, draftId));
  }
}
