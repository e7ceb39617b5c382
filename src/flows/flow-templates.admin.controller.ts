import { Body, Controller, Get, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../shared/http';
import type { UserCaller } from '../shared/kernel';
import {
  AdminFlowTemplatePageResponse,
  AdminFlowTemplateResponse,
  AdminVersionPageResponse,
  AdminVersionResponse,
  ChooseVersionRequest,
  FlowTemplatesQuery,
  FollowersResponse,
  toAdminTemplatePageResponse,
  toAdminTemplateResponse,
  toAdminVersionPageResponse,
  toAdminVersionResponse,
  UpdateFlowTemplateRequest,
} from './dto/flow-template.admin.dto';
import { FlowPublishing } from './flow-publishing.service';
import { FlowTemplatesService } from './flow-templates.service';

const NOT_FOUND = { 'not-found': 'FLOWS.TEMPLATE_NOT_FOUND: no such template.' };
const VERSION_NOT_FOUND = { 'not-found': 'FLOWS.TEMPLATE_NOT_FOUND or FLOWS.VERSION_NOT_FOUND.' };

@ApiTags('Admin')
@Controller('v1/admin/flow-templates')
export class FlowTemplatesAdminController {
  constructor(
    private readonly templates: FlowTemplatesService,
    private readonly publishing: FlowPublishing,
  ) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({ summary: 'List flow templates, newest first', response: AdminFlowTemplatePageResponse })
  async list(@Query() { limit, cursor, ...filter }: FlowTemplatesQuery): Promise<AdminFlowTemplatePageResponse> {
    return toAdminTemplatePageResponse(await this.templates.list(filter, limit, cursor));
  }

  @Get(':templateId')
  @PlatformAdmin()
  @Endpoint({ summary: 'Get a flow template', response: AdminFlowTemplateResponse, errors: NOT_FOUND })
  async get(@IdParam('templateId') templateId: string): Promise<AdminFlowTemplateResponse> {
    return toAdminTemplateResponse(await this.templates.get(templateId));
  }

  @Patch(':templateId')
  @PlatformAdmin()
  @Endpoint({ summary: 'Rename a flow template', response: AdminFlowTemplateResponse, errors: NOT_FOUND })
  async update(
    @CurrentCaller() caller: UserCaller,
    @IdParam('templateId') templateId: string,
    @Body() request: UpdateFlowTemplateRequest,
  ): Promise<AdminFlowTemplateResponse> {
    return toAdminTemplateResponse(await this.templates.update(caller, templateId, { ...request }));
  }

  @Post(':templateId/archive')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Archive a flow template',
    description: 'It is in no gallery any more, its automations start nothing, and what they run comes to an end.',
    response: AdminFlowTemplateResponse,
    errors: NOT_FOUND,
  })
  async archive(
    @CurrentCaller() caller: UserCaller,
    @IdParam('templateId') templateId: string,
  ): Promise<AdminFlowTemplateResponse> {
    return toAdminTemplateResponse(await this.templates.setStatus(caller, templateId, 'archived'));
  }

  @Post(':templateId/restore')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Bring an archived template back, with its automations',
    response: AdminFlowTemplateResponse,
    errors: NOT_FOUND,
  })
  async restore(
    @CurrentCaller() caller: UserCaller,
    @IdParam('templateId') templateId: string,
  ): Promise<AdminFlowTemplateResponse> {
    return toAdminTemplateResponse(await this.templates.setStatus(caller, templateId, 'active'));
  }

  @Put(':templateId/current-version')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Roll back, or forward, to a version',
    description: 'Automations that follow the latest version run it from then on, each only if its values fit.',
    response: FollowersResponse,
    errors: { ...VERSION_NOT_FOUND, conflict: 'FLOWS.VERSION_ARCHIVED: bring it back first.' },
  })
  chooseVersion(
    @CurrentCaller() caller: UserCaller,
    @IdParam('templateId') templateId: string,
    @Body() { versionId }: ChooseVersionRequest,
  ): Promise<FollowersResponse> {
    return this.publishing.setCurrent(caller, templateId, versionId);
  }

  @Get(':templateId/versions')
  @PlatformAdmin()
  @Endpoint({
    summary: 'List the versions of a template, latest first',
    response: AdminVersionPageResponse,
    errors: NOT_FOUND,
  })
  async listVersions(
    @IdParam('templateId') templateId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<AdminVersionPageResponse> {
    return toAdminVersionPageResponse(await this.templates.listVersions(templateId, limit, cursor));
  }

  @Get(':templateId/versions/:versionId')
  @PlatformAdmin()
  @Endpoint({ summary: 'Get a version with its definition', response: AdminVersionResponse, errors: VERSION_NOT_FOUND })
  async getVersion(
    @IdParam('templateId') templateId: string,
    @IdParam('versionId') versionId: string,
  ): Promise<AdminVersionResponse> {
    return toAdminVersionResponse(await this.templates.getVersion(templateId, versionId));
  }

  @Post(':templateId/versions/:versionId/archive')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Archive a version: it cannot be chosen any more',
    description: 'Automations that run it go on.',
    response: AdminVersionResponse,
    errors: { ...VERSION_NOT_FOUND, conflict: 'FLOWS.CURRENT_VERSION: choose another one first.' },
  })
  async archiveVersion(
    @CurrentCaller() caller: UserCaller,
    @IdParam('templateId') templateId: string,
    @IdParam('versionId') versionId: string,
  ): Promise<AdminVersionResponse> {
    return toAdminVersionResponse(await this.templates.setVersionStatus(caller, templateId, versionId, 'archived'));
  }

  @Post(':templateId/versions/:versionId/restore')
  @PlatformAdmin()
  @Endpoint({ summary: 'Bring an archived version back', response: AdminVersionResponse, errors: VERSION_NOT_FOUND })
  async restoreVersion(
    @CurrentCaller() caller: UserCaller,
    @IdParam('templateId') templateId: string,
    @IdParam('versionId') versionId: string,
  ): Promise<AdminVersionResponse> {
    return toAdminVersionResponse(await this.templates.setVersionStatus(caller, templateId, versionId, 'published'));
  }
}
