import { Body, Controller, Delete, Get, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, Requires } from '../../shared/auth';
import { Endpoint, IdParam, OperationId } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import {
  CreatePipelineRequest,
  PipelineListResponse,
  PipelineResponse,
  RemovePipelineQuery,
  ReplacePipelineRequest,
  toPipelineResponse,
} from '../dto/pipeline.dto';
import { Pipelines } from './pipelines.service';

const NOT_FOUND = 'PIPELINE.NOT_FOUND: no such pipeline in this workspace.';
const INVALID = 'PIPELINE.INVALID: `errors` names what is wrong.';
const CONFLICT = 'PIPELINE.CONFLICT: somebody changed it meanwhile, or a stage is in another pipeline.';

@ApiTags('CRM settings')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/pipelines')
export class PipelinesController {
  constructor(private readonly pipelines: Pipelines) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({ summary: 'List the pipelines with their stages, the default one first', response: PipelineListResponse })
  async list(@Ctx() context: RequestContext): Promise<PipelineListResponse> {
    return { items: (await this.pipelines.list(context)).map(toPipelineResponse) };
  }

  @Post()
  @Requires('crm.manage')
  @Endpoint({
    summary: 'Create a pipeline',
    status: 201,
    response: PipelineResponse,
    errors: { invalid: INVALID, conflict: CONFLICT },
  })
  async create(
    @Ctx() context: RequestContext,
    @OperationId() id: string,
    @Body() { name, stages }: CreatePipelineRequest,
  ): Promise<PipelineResponse> {
    return toPipelineResponse(await this.pipelines.create(context, id, { name, stages }));
  }

  @Put(':pipelineId')
  @Requires('crm.manage')
  @Endpoint({
    summary: 'Rename, reorder, add and take away stages',
    description: 'Stages are known by their keys. Those that go hand their contacts over, as `moveTo` says.',
    response: PipelineResponse,
    errors: { 'not-found': NOT_FOUND, invalid: INVALID, conflict: CONFLICT },
  })
  async replace(
    @Ctx() context: RequestContext,
    @IdParam('pipelineId') pipelineId: string,
    @Body() { name, stages, moveTo }: ReplacePipelineRequest,
  ): Promise<PipelineResponse> {
    const wishes = { name, stages, moveTo: textsOf(moveTo) };
    return toPipelineResponse(await this.pipelines.replace(context, pipelineId, wishes));
  }

  @Delete(':pipelineId')
  @Requires('crm.manage')
  @Endpoint({
    summary: 'Remove a pipeline; its contacts go to another stage',
    status: 204,
    errors: { 'not-found': NOT_FOUND, invalid: INVALID, conflict: CONFLICT },
  })
  async remove(
    @Ctx() context: RequestContext,
    @IdParam('pipelineId') pipelineId: string,
    @Query() { moveTo }: RemovePipelineQuery,
  ): Promise<void> {
    await this.pipelines.remove(context, pipelineId, moveTo);
  }
}

/** What is no text names no stage. */
const textsOf = (given: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])),
  );
