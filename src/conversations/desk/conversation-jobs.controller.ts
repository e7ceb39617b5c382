import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Granted, Grants, Requires } from '../../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { alsoNeeds } from '../domain/bulk-action';
import {
  ConversationJobPageResponse,
  ConversationJobResponse,
  jobWishOf,
  StartConversationJobRequest,
  toConversationJobPage,
  toConversationJobResponse,
} from '../dto/conversation-job.dto';
import { ConversationJobs } from './conversation-jobs.service';

const NOT_FOUND = { 'not-found': 'CONVERSATION_JOB.NOT_FOUND: no such job in this workspace.' };

@ApiTags('Conversation jobs')
@Controller('v1/workspaces/:workspaceId/conversation-jobs')
export class ConversationJobsController {
  constructor(private readonly jobs: ConversationJobs) {}

  @Get()
  @Requires('conversations.read')
  @Endpoint({ summary: 'List jobs, newest first', response: ConversationJobPageResponse })
  async list(@Ctx() context: RequestContext, @Query() query: PageQuery): Promise<ConversationJobPageResponse> {
    return toConversationJobPage(await this.jobs.list(context, query));
  }

  @Post()
  @Requires('conversations.write')
  @Endpoint({
    summary: 'Do the same with many conversations, in the background',
    description: 'Progress is told as `job.progressed`; `tag` also needs the permission `contacts.write`.',
    response: ConversationJobResponse,
    status: 202,
    errors: {
      invalid:
        'CONVERSATION_JOB.SELECTION: either name conversations or give a filter. INBOX.SORT, CONVERSATION.ASSIGNEE, ' +
        'CONVERSATION.SNOOZE: as with one conversation.',
    },
  })
  async start(
    @Ctx() context: RequestContext,
    @Granted() grants: Grants,
    @Body() request: StartConversationJobRequest,
  ): Promise<ConversationJobResponse> {
    const wish = jobWishOf(request);
    const also = alsoNeeds(wish.action);
    if (also !== null) grants.demand(also);
    return toConversationJobResponse(await this.jobs.start(context, wish));
  }

  @Get(':jobId')
  @Requires('conversations.read')
  @Endpoint({ summary: 'Get a job with its progress', response: ConversationJobResponse, errors: NOT_FOUND })
  async get(@Ctx() context: RequestContext, @IdParam('jobId') id: string): Promise<ConversationJobResponse> {
    return toConversationJobResponse(await this.jobs.get(context, id));
  }

  @Post(':jobId/cancel')
  @Requires('conversations.write')
  @Endpoint({
    summary: 'Stop a job; what is done stays done',
    response: ConversationJobResponse,
    errors: { ...NOT_FOUND, conflict: 'CONVERSATION_JOB.ENDED: it has ended already.' },
  })
  async cancel(@Ctx() context: RequestContext, @IdParam('jobId') id: string): Promise<ConversationJobResponse> {
    return toConversationJobResponse(await this.jobs.cancel(context, id));
  }
}
