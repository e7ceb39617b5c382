import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { CrmTasksService } from './crm-tasks.service';
import { ChangeCrmTaskRequest, CompleteTasksRequest, CrmTasksQuery, NewCrmTaskRequest } from '../dto/crm-task.request';
import {
  CompletedTasksResponse,
  CrmTaskPageResponse,
  CrmTaskResponse,
  MyDayResponse,
  toCrmTaskPageResponse,
  toCrmTaskResponse,
  toMyDayResponse,
} from '../dto/crm-task.response';
import { TaskLists } from './task-lists.service';

const NOT_FOUND = 'CRM_TASK.NOT_FOUND: no such task in this workspace.';
const INVALID = 'CRM_TASK.INVALID: `errors` names the fields, such as `assigneeId`.';
const PEOPLE = 'CRM.PEOPLE_ONLY: an API key has no tasks of its own.';
const STATUS = 'CRM_TASK.STATUS: not from the status that it is in.';

@ApiTags('CRM tasks')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/crm-tasks')
export class CrmTasksController {
  constructor(
    private readonly tasks: CrmTasksService,
    private readonly lists: TaskLists,
  ) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({
    summary: 'List tasks in one status, those due first in front',
    description:
      'Tasks without a due date come last. A cursor is good for the filters and the order that it came with.',
    response: CrmTaskPageResponse,
    errors: { invalid: PEOPLE },
  })
  async list(@Ctx() context: RequestContext, @Query() query: CrmTasksQuery): Promise<CrmTaskPageResponse> {
    return toCrmTaskPageResponse(await this.lists.list(context, query));
  }

  @Post()
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Create a task, about a contact or about nobody',
    status: 201,
    response: CrmTaskResponse,
    errors: { 'not-found': 'CONTACT.NOT_FOUND: no such contact in this workspace.', invalid: INVALID },
  })
  async create(@Ctx() context: RequestContext, @Body() request: NewCrmTaskRequest): Promise<CrmTaskResponse> {
    return toCrmTaskResponse(await this.tasks.create(context, request));
  }

  @Get('my-day')
  @Requires('contacts.read')
  @Endpoint({
    summary: 'What the caller is late with, and what is left for today',
    response: MyDayResponse,
    errors: { invalid: PEOPLE },
  })
  async myDay(@Ctx() context: RequestContext): Promise<MyDayResponse> {
    return toMyDayResponse(await this.lists.myDay(context));
  }

  @Post('complete')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Complete several open tasks at once',
    description: 'Those that are not open, or do not exist, are named in the answer and keep no other one back.',
    response: CompletedTasksResponse,
  })
  async completeMany(
    @Ctx() context: RequestContext,
    @Body() { taskIds }: CompleteTasksRequest,
  ): Promise<CompletedTasksResponse> {
    return { items: await this.tasks.completeMany(context, taskIds) };
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
    errors: { 'not-found': NOT_FOUND, invalid: INVALID },
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
