import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../shared/http';
import type { RequestContext } from '../shared/kernel';
import { KnowledgeAsk } from './ask/knowledge-ask.service';
import {
  AskKnowledgeRequest,
  KnowledgeAnswerResponse,
  KnowledgeGapPageResponse,
  ReindexResponse,
  SearchKnowledgeRequest,
  SearchKnowledgeResponse,
  toAnswerResponse,
  toGapPageResponse,
  toSearchResponse,
} from './dto/knowledge-answer.dto';
import { KnowledgeGaps } from './gaps/knowledge-gaps.service';
import { NewKnowledge } from './items/new-knowledge.service';
import { KnowledgeSearch } from './search/knowledge-search.service';

const UNAVAILABLE = { unavailable: 'KNOWLEDGE.SEARCH_UNAVAILABLE: the index cannot be read now.' };
const DEFAULT_LIMIT = 8;

@ApiTags('Knowledge')
@Controller('v1/workspaces/:workspaceId/knowledge')
export class KnowledgeController {
  constructor(
    private readonly answers: KnowledgeAsk,
    private readonly search: KnowledgeSearch,
    private readonly gaps: KnowledgeGaps,
    private readonly added: NewKnowledge,
  ) {}

  @Post('ask')
  @Requires('knowledge.ask')
  @Endpoint({
    summary: 'Answer a question from the knowledge base, with citations',
    description: 'Or say that it cannot be answered. Such questions are then in the report of gaps.',
    response: KnowledgeAnswerResponse,
    errors: UNAVAILABLE,
  })
  async ask(
    @Ctx() { workspaceId }: RequestContext,
    @Body() { question, itemIds, tags }: AskKnowledgeRequest,
  ): Promise<KnowledgeAnswerResponse> {
    const scope = {
      workspaceId,
      ...(itemIds === undefined ? {} : { itemIds }),
      ...(tags === undefined ? {} : { tags }),
    };
    return toAnswerResponse(await this.answers.ask(scope, question));
  }

  @Post('search')
  @Requires('knowledge.read')
  @Endpoint({
    summary: 'Search the knowledge base, with scores',
    description: 'Reads only; a POST, so that what people ask is in no log of addresses.',
    response: SearchKnowledgeResponse,
    errors: UNAVAILABLE,
  })
  async find(
    @Ctx() { workspaceId }: RequestContext,
    @Body() { query, limit = DEFAULT_LIMIT, floor = 0, itemIds, tags }: SearchKnowledgeRequest,
  ): Promise<SearchKnowledgeResponse> {
    const scope = {
      workspaceId,
      ...(itemIds === undefined ? {} : { itemIds }),
      ...(tags === undefined ? {} : { tags }),
    };
    return toSearchResponse(await this.search.search(scope, query, { limit, floor }));
  }

  @Post('reindex')
  @Requires('knowledge.write')
  @Endpoint({
    summary: 'Give all active items new vectors',
    description: 'They are found all the while. Seldom needed: a change of the model is noticed.',
    status: 202,
    response: ReindexResponse,
  })
  async reindex(@Ctx() context: RequestContext): Promise<ReindexResponse> {
    return { items: await this.added.reindex(context, context.workspaceId) };
  }

  @Get('gaps')
  @Requires('knowledge.read')
  @Endpoint({
    summary: 'List what is asked and not answered, most often first',
    response: KnowledgeGapPageResponse,
  })
  async listGaps(
    @Ctx() { workspaceId }: RequestContext,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<KnowledgeGapPageResponse> {
    return toGapPageResponse(await this.gaps.list(workspaceId, limit, cursor));
  }

  @Delete('gaps/:gapId')
  @Requires('knowledge.write')
  @Endpoint({
    summary: 'Remove a gap that is dealt with',
    status: 204,
    errors: { 'not-found': 'KNOWLEDGE.GAP_NOT_FOUND: there is no such gap.' },
  })
  removeGap(@Ctx() context: RequestContext, @IdParam('gapId') gapId: string): Promise<void> {
    return this.gaps.remove(context, context.workspaceId, gapId);
  }
}
