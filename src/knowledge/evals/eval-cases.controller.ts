import { Body, Controller, Delete, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, OperationId } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { EvalCaseRequest, EvalCasesQuery, toCaseContent } from '../dto/eval.request';
import {
  EvalCasePageResponse,
  EvalCaseResponse,
  toEvalCasePageResponse,
  toEvalCaseResponse,
} from '../dto/eval.response';
import { EvalCases } from './eval-cases.service';

const NOT_FOUND = { 'not-found': 'EVAL.CASE_NOT_FOUND: there is no such case.' };

@ApiTags('Evals')
@Controller('v1/workspaces/:workspaceId/eval-cases')
export class EvalCasesController {
  constructor(private readonly cases: EvalCases) {}

  @Get()
  @Requires('knowledge.read')
  @Endpoint({ summary: 'List the cases by which replies are judged, newest first', response: EvalCasePageResponse })
  async list(@Ctx() context: RequestContext, @Query() query: EvalCasesQuery): Promise<EvalCasePageResponse> {
    return toEvalCasePageResponse(await this.cases.list(context, query));
  }

  @Post()
  @Requires('knowledge.write')
  @Endpoint({
    summary: 'Add a message with what a good reply to it is like',
    status: 201,
    response: EvalCaseResponse,
    errors: { conflict: 'EVAL.TOO_MANY_CASES: the workspace keeps as many as it may.' },
  })
  async add(
    @Ctx() context: RequestContext,
    @OperationId() id: string,
    @Body() body: EvalCaseRequest,
  ): Promise<EvalCaseResponse> {
    return toEvalCaseResponse(await this.cases.add(context, toCaseContent(body), id));
  }

  @Put(':evalCaseId')
  @Requires('knowledge.write')
  @Endpoint({ summary: 'Replace a case', response: EvalCaseResponse, errors: NOT_FOUND })
  async replace(
    @Ctx() context: RequestContext,
    @IdParam('evalCaseId') id: string,
    @Body() body: EvalCaseRequest,
  ): Promise<EvalCaseResponse> {
    return toEvalCaseResponse(await this.cases.replace(context, id, toCaseContent(body)));
  }

  @Delete(':evalCaseId')
  @Requires('knowledge.write')
  @Endpoint({ summary: 'Remove a case', status: 204, errors: NOT_FOUND })
  remove(@Ctx() context: RequestContext, @IdParam('evalCaseId') id: string): Promise<void> {
    return this.cases.remove(context, id);
  }
}
