import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, Requires } from '../../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../../shared/http';
import type { ContactId, RequestContext } from '../../shared/kernel';
import { CrmTasksService } from './crm-tasks.service';
import { NewContactTaskRequest } from '../dto/crm-task.request';
import {
  CrmTaskPageResponse,
  CrmTaskResponse,
  toCrmTaskPageResponse,
  toCrmTaskResponse,
} from '../dto/crm-task.response';
import { TaskLists } from './task-lists.service';

const NO_CONTACT = 'CONTACT.NOT_FOUND: no such contact in this workspace.';

@ApiTags('CRM tasks')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/contacts/:contactId/tasks')
export class ContactTasksController {
  constructor(
    private readonly tasks: CrmTasksService,
    private readonly lists: TaskLists,
  ) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({
    summary: 'List the tasks about a contact, newest first',
    response: CrmTaskPageResponse,
    errors: { 'not-found': NO_CONTACT },
  })
  async list(
    @Ctx() context: RequestContext,
    @IdParam('contactId') contactId: ContactId,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<CrmTaskPageResponse> {
    return toCrmTaskPageResponse(await this.lists.listOfContact(context, contactId, limit, cursor));
  }

  @Post()
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Create a task about a contact',
    status: 201,
    response: CrmTaskResponse,
    errors: { 'not-found': NO_CONTACT, invalid: 'CRM_TASK.INVALID: `errors` names the fields, such as `assigneeId`.' },
  })
  async create(
    @Ctx() context: RequestContext,
    @IdParam('contactId') contactId: ContactId,
    @Body() request: NewContactTaskRequest,
  ): Promise<CrmTaskResponse> {
    return toCrmTaskResponse(await this.tasks.create(context, { ...request, contactId }));
  }
}
