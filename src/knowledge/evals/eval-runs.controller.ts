import { Body, Controller, Get, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, OperationId, PageQuery } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { ApplyEvalRunRequest, StartEvalRunRequest, toProposal } from '../dto/eval.request';
import { EvalRunPageResponse, EvalRunResponse, toEvalRunPageResponse, toEvalRunResponse } from '../dto/eval.response';
import { AppliedProposals } from './applied-proposals.service';
import { EvalRuns } from './eval-runs.service';

const NOT_FOUND = { 'not-found': 'EVAL.RUN_NOT_FOUND: there is no such run.' };

@ApiTags('Evals')
@Controller('v1/workspaces/:workspaceId/eval-runs')
export class EvalRunsController {
  constructor(
    private readonly runs: EvalRuns,
    private readonly applied: AppliedProposals,
  ) {}

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
    description:
      'With `proposed`, each case is played as things are and as they would be. Nothing is sent to anybody. The calls of the model are counted and charged as any others.',
    status: 202,
    response: EvalRunResponse,
    errors: {
      conflict: 'EVAL.NO_CASES: there is no case to run.',
      invalid: 'EVAL.PROPOSAL_INVALID: the change cannot be made like this.',
    },
  })
  async start(
    @Ctx() context: RequestContext,
    @OperationId() id: string,
    @Body() { set, proposed }: StartEvalRunRequest,
  ): Promise<EvalRunResponse> {
    const wishes = { set: set ?? null, ...(proposed === undefined ? {} : { proposed: toProposal(proposed) }) };
    return toEvalRunResponse(await this.runs.start(context, wishes, id));
  }

  @Post(':evalRunId/apply')
  @Requires('knowledge.write')
  @Endpoint({
    summary: 'Make the change that a run has tried out',
    description:
      'If at least as many cases pass with it as without; else it must be confirmed, or is refused, as the settings `eval-gate` say. The same again changes nothing.',
    response: EvalRunResponse,
    errors: {
      ...NOT_FOUND,
      conflict:
        'EVAL.NOTHING_PROPOSED, EVAL.RUN_NOT_DONE. EVAL.PASS_RATE_LOWERED: `passedBefore`, `passedAfter` and `regressed` tell more. SETTINGS.VERSION_CONFLICT: somebody has changed them since.',
    },
  })
  async apply(
    @Ctx() context: RequestContext,
    @IdParam('evalRunId') id: string,
    @Body() { confirm = false }: ApplyEvalRunRequest,
  ): Promise<EvalRunResponse> {
    return toEvalRunResponse(await this.applied.apply(context, id, confirm));
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
