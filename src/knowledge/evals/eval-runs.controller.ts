import { Body, Controller, Get, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, OperationId, PageQuery } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { StartEvalRunRequest } from '../dto/eval.request';
import { EvalRunPageResponse, EvalRunResponse, toEvalRunPageResponse, toEvalRunResponse } from '../dto/eval.response';
import { EvalRuns } from './eval-runs.service';

const NOT_FOUND = { 'not-found': 'EVAL.RUN_NOT_FOUND: there is no such run.' };

@ApiTags('Evals')
@Controller('v1/workspaces/:workspaceId/eval-runs')
export class EvalRunsController {
  constructor(private readonly runs: EvalRuns) {}

  @Get()
  @Requires('knowledge.read')
  @Endpoint({ summary: 'List runs, newest first', response: EvalRunPageResponse })
  async list(@Ctx() context: RequestContext, @Query() { limit, cursor }: PageQuery): Promise<EvalRunPageResponse> {
    return toEvalRunPageResponse(await this.runs.list(context, limit, cursor));
  }

  @Post()
  @Requires('knowledge.write')
  @Endpoint({
    summary: 'Have the cases replied to and judged, with the settings, knowledge and provider of now',
    description: 'Nothing is sent to anybody. The calls of the model are counted and charged as any others.',
    status: 202,
    response: EvalRunResponse,
    errors: { conflict: 'EVAL.NO_CASES: there is no case to run.' },
  })
  async start(
    @Ctx() context: RequestContext,
    @OperationId() id: string,
    @Body() { set }: StartEvalRunRequest,
  ): Promise<EvalRunResponse> {
    return toEvalRunResponse(await this.runs.start(context, set ?? null, id));
  }

  @Get(':evalRunId')
  @Requires('knowledge.read')
  @Endpoint({ summary: 'Get a run with its results so far', response: EvalRunResponse, errors: NOT_FOUND })
  async get(@Ctx() context: RequestContext, @IdParam('evalRunId') id: string): Promise<EvalRunResponse> {
    return toEvalRunResponse(await this.runs.get(context, id));
  }

  @Get(':evalRunId/report')
  @Requires('knowledge.read')
  @ApiProduces('text/plain')
  @Endpoint({ summary: 'Get a run as text', errors: NOT_FOUND })
  async report(@Ctx() context: RequestContext, @IdParam('evalRunId') id: string): Promise<StreamableFile> {
    const text = await this.runs.report(context, id);
    return new StreamableFile(Buffer.from(text), { type: 'text/plain; charset=utf-8' });
  }
}
