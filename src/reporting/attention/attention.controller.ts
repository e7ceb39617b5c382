import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import { Clock, type RequestContext } from '../../shared/kernel';
import { AttentionService } from './attention.service';
import { AttentionQueryRequest } from './dto/attention.query';
import { AttentionResponse, toAttentionResponse } from './dto/attention.response';

@ApiTags('Attention')
@Controller('v1/workspaces/:workspaceId/attention')
export class AttentionController {
  constructor(
    private readonly attention: AttentionService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('attention.read')
  @Endpoint({
    summary: 'Show what must not be left lying, most urgent first',
    description:
      'Open escalations, people without an answer, windows that close, messages that did not go out, drafts that wait for approval, and goals that were reached.',
    response: AttentionResponse,
  })
  async queue(
    @Ctx() { workspaceId }: RequestContext,
    @Query() query: AttentionQueryRequest,
  ): Promise<AttentionResponse> {
    return toAttentionResponse(await this.attention.queue(workspaceId, query), workspaceId, this.clock.now());
  }
}
