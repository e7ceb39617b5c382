import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, NeedsFeature, Requires } from '../../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { CrmJobPageResponse, CrmJobResponse, toCrmJobPageResponse, toCrmJobResponse } from '../dto/crm-job.dto';
import { CrmJobs } from './crm-jobs.service';

const NOT_FOUND = { 'not-found': 'CRM_JOB.NOT_FOUND: no such job in this workspace.' };

@ApiTags('CRM jobs')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/crm-jobs')
export class CrmJobsController {
  constructor(private readonly jobs: CrmJobs) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({ summary: 'List imports, exports and other work on many contacts', response: CrmJobPageResponse })
  async list(@Ctx() context: RequestContext, @Query() { limit, cursor }: PageQuery): Promise<CrmJobPageResponse> {
    return toCrmJobPageResponse(await this.jobs.list(context, limit, cursor));
  }

  @Get(':crmJobId')
  @Requires('contacts.read')
  @Endpoint({
    summary: 'How far a job is, and what is wrong with single lines',
    description: 'Each step is told as `job.progressed`, too.',
    response: CrmJobResponse,
    errors: NOT_FOUND,
  })
  async get(@Ctx() context: RequestContext, @IdParam('crmJobId') id: string): Promise<CrmJobResponse> {
    return toCrmJobResponse(await this.jobs.get(context, id));
  }

  @Post(':crmJobId/cancel')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Cancel a job; what is done stays done',
    description: 'One that has ended stays as it is.',
    response: CrmJobResponse,
    errors: NOT_FOUND,
  })
  async cancel(@Ctx() context: RequestContext, @IdParam('crmJobId') id: string): Promise<CrmJobResponse> {
    return toCrmJobResponse(await this.jobs.cancel(context, id));
  }
}
