import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, Requires } from '../shared/auth';
import { Endpoint, IdParam } from '../shared/http';
import type { RequestContext } from '../shared/kernel';
import { CrmTasksService } from './crm-tasks.service';
import { ChangeCrmTaskRequest, CrmTasksQuery } from './dto/crm-task.request';
import {
  CrmTaskPageResponse,
  CrmTaskResponse,
  toCrmTaskPageResponse,
  toCrmTaskResponse,
} from './dto/crm-task.response';

const NOT_FOUND = 'CRM_TASK.NOT_FOUND: no such task in this workspace.';
const STATUS = 'CRM_TASK.STATUS: not from the status that it is in.';

@ApiTags('CRM tasks')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/crm-tasks')
export class CrmTasksController {
  constructor(private readonly tasks: CrmTasksService) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({
    summary: 'List tasks in one status, those due first in front',
    description: 'Tasks without a due date come last.',
    response: CrmTaskPageResponse,
  })
  async list(@Ctx() context: RequestContext, @Query() query: CrmTasksQuery): Promise<CrmTaskPageResponse> {
    return toCrmTaskPageResponse(await this.tasks.list(context, query));
  }

  @Get(':taskId')
  @Requires('contacts.read')
  @Endpoint({ summary: 'Get a task', response: CrmTaskResponse, errors: { 'not-found': NOT_FOUND } })
  async get(@Ctx() context: RequestContext, @IdParam('taskId') taskId: string): Promise<CrmTaskResponse> {
    return toCrmTaskResponse(await this.tasks.get(context, taskId));
  }

  @Patch(':taskId')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Change a task',
    response: CrmTaskResponse,
    errors: { 'not-found': NOT_FOUND, invalid: 'CRM_TASK.INVALID: `errors` names the fields, such as `assigneeId`.' },
  })
  async change(
    @Ctx() context: RequestContext,
    @IdParam('taskId') taskId: string,
    @Body() request: ChangeCrmTaskRequest,
  ): Promise<CrmTaskResponse> {
    return toCrmTaskResponse(await this.tasks.change(context, taskId, request));
  }

  @Delete(':taskId')
  @Requires('contacts.write')
  @Endpoint({ summary: 'Remove a task', status: 204, errors: { 'not-found': NOT_FOUND } })
  remove(@Ctx() context: RequestContext, @IdParam('taskId') taskId: string): Promise<void> {
    return this.tasks.remove(context, taskId);
  }

  @Post(':taskId/complete')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Complete an open task',
    response: CrmTaskResponse,
    errors: { 'not-found': NOT_FOUND, conflict: STATUS },
  })
  async complete(@Ctx() context: RequestContext, @IdParam('taskId') taskId: string): Promise<CrmTaskResponse> {
    return toCrmTaskResponse(await this.tasks.move(context, taskId, 'completed'));
  }

  @Post(':taskId/cancel')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Cancel an open task: nobody has to do it any more',
    response: CrmTaskResponse,
    errors: { 'not-found': NOT_FOUND, conflict: STATUS },
  })
  async cancel(@Ctx() context: RequestContext, @IdParam('taskId') taskId: string): Promise<CrmTaskResponse> {
    return toCrmTaskResponse(await this.tasks.move(context, taskId, 'cancelled'));
  }

  @Post(':taskId/reopen')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Open a completed or cancelled task again',
    response: CrmTaskResponse,
    errors: { 'not-found': NOT_FOUND, conflict: STATUS },
  })
  async reopen(@Ctx() context: RequestContext, @IdParam('taskId') taskId: string): Promise<CrmTaskResponse> {
    return toCrmTaskResponse(await this.tasks.move(context, taskId, 'open'));
  }
}
