import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authenticated } from '../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../shared/http';
import {
  FlowTemplatePageResponse,
  FlowTemplateResponse,
  FlowVersionPageResponse,
  FlowVersionResponse,
  toFlowTemplatePageResponse,
  toFlowTemplateResponse,
  toFlowVersionPageResponse,
  toFlowVersionResponse,
} from './dto/flow-template.response';
import { FlowsService } from './flows.service';

const NOT_FOUND = { 'not-found': 'FLOWS.TEMPLATE_NOT_FOUND: no such published template.' };

/** The gallery: what anybody who has signed in may see of published flows. */
@ApiTags('Flows')
@Controller('v1/flow-templates')
export class FlowTemplatesController {
  constructor(private readonly flows: FlowsService) {}

  @Get()
  @Authenticated()
  @Endpoint({ summary: 'List published flow templates, newest first', response: FlowTemplatePageResponse })
  async list(@Query() { limit, cursor }: PageQuery): Promise<FlowTemplatePageResponse> {
    return toFlowTemplatePageResponse(await this.flows.listPublished(limit, cursor));
  }

  @Get(':templateId')
  @Authenticated()
  @Endpoint({ summary: 'Get a published flow template', response: FlowTemplateResponse, errors: NOT_FOUND })
  async get(@IdParam('templateId') templateId: string): Promise<FlowTemplateResponse> {
    return toFlowTemplateResponse(await this.flows.getPublished(templateId));
  }

  @Get(':templateId/versions')
  @Authenticated()
  @Endpoint({
    summary: 'List the versions of a published template, latest first',
    response: FlowVersionPageResponse,
    errors: NOT_FOUND,
  })
  async listVersions(
    @IdParam('templateId') templateId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<FlowVersionPageResponse> {
    return toFlowVersionPageResponse(await this.flows.listVersions(templateId, limit, cursor));
  }

  @Get(':templateId/versions/:versionId')
  @Authenticated()
  @Endpoint({
    summary: 'Get a version of a published template',
    response: FlowVersionResponse,
    errors: { 'not-found': 'FLOWS.TEMPLATE_NOT_FOUND or FLOWS.VERSION_NOT_FOUND.' },
  })
  async getVersion(
    @IdParam('templateId') templateId: string,
    @IdParam('versionId') versionId: string,
  ): Promise<FlowVersionResponse> {
    return toFlowVersionResponse(await this.flows.getVersion(templateId, versionId));
  }
}
