import { Body, Controller, Get, Header, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../shared/auth';
import { Endpoint, IdParam } from '../shared/http';
import type { UserCaller } from '../shared/kernel';
import {
  CreateFlowDraftRequest,
  DraftFromVersionRequest,
  DuplicateFlowDraftRequest,
  FlowDraftsQuery,
  ImportFlowRequest,
  SaveFlowDraftRequest,
} from './dto/flow-draft.request';
import {
  FlowDraftPageResponse,
  FlowDraftResponse,
  FlowFileResponse,
  toFlowDraftPageResponse,
  toFlowDraftResponse,
  toFlowFileResponse,
} from './dto/flow-draft.response';
import { FlowDraftsService } from './flow-drafts.service';

const NOT_FOUND = { 'not-found': 'FLOWS.DRAFT_NOT_FOUND: no such draft.' };
const UNFIT = 'FLOWS.DRAFT_UNFIT: too large, nested too deeply, or no list or object where one belongs.';

@ApiTags('Admin')
@Controller('v1/admin/flow-drafts')
export class FlowDraftsAdminController {
  constructor(private readonly drafts: FlowDraftsService) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({ summary: 'List flow drafts, newest first', response: FlowDraftPageResponse })
  async list(@Query() { limit, cursor, ...filter }: FlowDraftsQuery): Promise<FlowDraftPageResponse> {
    return toFlowDraftPageResponse(await this.drafts.list(filter, limit, cursor));
  }

  @Post()
  @PlatformAdmin()
  @Endpoint({
    summary: 'Create a flow draft',
    description: 'It may be wrong or empty: only publishing needs a right one.',
    status: 201,
    response: FlowDraftResponse,
    errors: { 'not-found': 'FLOWS.TEMPLATE_NOT_FOUND: no such template.', invalid: UNFIT },
  })
  async create(
    @CurrentCaller() caller: UserCaller,
    @Body() request: CreateFlowDraftRequest,
  ): Promise<FlowDraftResponse> {
    return toFlowDraftResponse(await this.drafts.create(caller, { ...request }));
  }

  @Post('from-version')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Create a draft from what was published, to make its next version',
    status: 201,
    response: FlowDraftResponse,
    errors: { 'not-found': 'FLOWS.TEMPLATE_NOT_FOUND or FLOWS.VERSION_NOT_FOUND.' },
  })
  async createFromVersion(
    @CurrentCaller() caller: UserCaller,
    @Body() { templateId, versionId }: DraftFromVersionRequest,
  ): Promise<FlowDraftResponse> {
    return toFlowDraftResponse(await this.drafts.createFromVersion(caller, templateId, versionId));
  }

  @Post('import')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Create a draft from an exported file',
    status: 201,
    response: FlowDraftResponse,
    errors: { invalid: 'FLOWS.FILE_INVALID: what is wrong with the file, field by field.' },
  })
  async importFile(
    @CurrentCaller() caller: UserCaller,
    @Body() { file }: ImportFlowRequest,
  ): Promise<FlowDraftResponse> {
    return toFlowDraftResponse(await this.drafts.import(caller, file));
  }

  @Get(':draftId')
  @PlatformAdmin()
  @Endpoint({ summary: 'Get a flow draft', response: FlowDraftResponse, errors: NOT_FOUND })
  async get(@IdParam('draftId') draftId: string): Promise<FlowDraftResponse> {
    return toFlowDraftResponse(await this.drafts.get(draftId));
  }

  @Put(':draftId')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Save a flow draft',
    description:
      'For autosaving: what is absent stays. `version` must be the one that was changed; each save adds one.',
    response: FlowDraftResponse,
    errors: {
      ...NOT_FOUND,
      invalid: UNFIT,
      conflict:
        'FLOWS.DRAFT_CHANGED: somebody saved meanwhile; `version` is the current one.\n\nFLOWS.DRAFT_ARCHIVED: bring it back first.',
    },
  })
  async save(
    @CurrentCaller() caller: UserCaller,
    @IdParam('draftId') draftId: string,
    @Body() request: SaveFlowDraftRequest,
  ): Promise<FlowDraftResponse> {
    return toFlowDraftResponse(await this.drafts.save(caller, draftId, { ...request }));
  }

  @Post(':draftId/archive')
  @PlatformAdmin()
  @Endpoint({ summary: 'Archive a flow draft', response: FlowDraftResponse, errors: NOT_FOUND })
  async archive(@CurrentCaller() caller: UserCaller, @IdParam('draftId') draftId: string): Promise<FlowDraftResponse> {
    return toFlowDraftResponse(await this.drafts.setStatus(caller, draftId, 'archived'));
  }

  @Post(':draftId/restore')
  @PlatformAdmin()
  @Endpoint({ summary: 'Bring an archived draft back', response: FlowDraftResponse, errors: NOT_FOUND })
  async restore(@CurrentCaller() caller: UserCaller, @IdParam('draftId') draftId: string): Promise<FlowDraftResponse> {
    return toFlowDraftResponse(await this.drafts.setStatus(caller, draftId, 'draft'));
  }

  @Post(':draftId/duplicate')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Copy a flow draft, for another template',
    status: 201,
    response: FlowDraftResponse,
    errors: NOT_FOUND,
  })
  async duplicate(
    @CurrentCaller() caller: UserCaller,
    @IdParam('draftId') draftId: string,
    @Body() { name }: DuplicateFlowDraftRequest,
  ): Promise<FlowDraftResponse> {
    return toFlowDraftResponse(await this.drafts.duplicate(caller, draftId, name));
  }

  @Get(':draftId/export')
  @PlatformAdmin()
  @Header('Content-Disposition', 'attachment; filename="flow.json"')
  @Endpoint({ summary: 'Export a flow draft as a file', response: FlowFileResponse, errors: NOT_FOUND })
  async export(@IdParam('draftId') draftId: string): Promise<FlowFileResponse> {
    return toFlowFileResponse(await this.drafts.export(draftId));
  }
}
