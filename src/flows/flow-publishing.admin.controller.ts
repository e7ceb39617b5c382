import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../shared/auth';
import { Endpoint, IdParam } from '../shared/http';
import type { UserCaller } from '../shared/kernel';
import { DraftPublishing } from './draft-publishing.service';
import { DraftReview } from './draft-review.service';
import { DraftDiffQuery, DraftPartsRequest, PublishFlowDraftRequest } from './dto/flow-draft.request';
import {
  DraftDiffResponse,
  DraftReportResponse,
  toDraftDiffResponse,
  toDraftReportResponse,
} from './dto/flow-draft.response';
import { FlowTestReportResponse, PublishedFlowResponse, toPublishedFlowResponse } from './dto/flow-template.admin.dto';

const NOT_FOUND = { 'not-found': 'FLOWS.DRAFT_NOT_FOUND: no such draft.' };
const INVALID = 'FLOWS.DEFINITION_INVALID: a field for every problem.';

@ApiTags('Admin')
@Controller('v1/admin')
export class FlowPublishingAdminController {
  constructor(
    private readonly review: DraftReview,
    private readonly publishing: DraftPublishing,
  ) {}

  @Post('flows/compile')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Check a flow that is in no draft',
    description: 'What publishing would say of it, without its tests. Keeps nothing.',
    response: DraftReportResponse,
    errors: { invalid: 'FLOWS.DRAFT_UNFIT: too large, or nested too deeply.' },
  })
  async compile(@Body() request: DraftPartsRequest): Promise<DraftReportResponse> {
    return toDraftReportResponse(await this.review.compile({ ...request }));
  }

  @Post('flow-drafts/:draftId/validate')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Check a draft',
    description: 'All problems and warnings at once, each at its node, edge or field. Its tests are not run here.',
    response: DraftReportResponse,
    errors: NOT_FOUND,
  })
  async validate(@IdParam('draftId') draftId: string): Promise<DraftReportResponse> {
    return toDraftReportResponse(await this.review.validate(draftId));
  }

  @Post('flow-drafts/:draftId/test')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Run the tests of a draft',
    description: 'On what it would be if it was published. Nothing is sent, and nothing is kept.',
    response: FlowTestReportResponse,
    errors: { ...NOT_FOUND, invalid: INVALID },
  })
  test(@IdParam('draftId') draftId: string): Promise<FlowTestReportResponse> {
    return this.review.test(draftId);
  }

  @Get('flow-drafts/:draftId/diff')
  @PlatformAdmin()
  @Endpoint({
    summary: 'What publishing a draft would change',
    description: 'Against a version of its template: the current one unless told otherwise.',
    response: DraftDiffResponse,
    errors: { 'not-found': 'FLOWS.DRAFT_NOT_FOUND or FLOWS.VERSION_NOT_FOUND.' },
  })
  async diff(@IdParam('draftId') draftId: string, @Query() { versionId }: DraftDiffQuery): Promise<DraftDiffResponse> {
    return toDraftDiffResponse(await this.review.diff(draftId, versionId));
  }

  @Post('flow-drafts/:draftId/publish')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Publish a draft as the next version of its template',
    description:
      'Only what compiles for the channel and passes its own tests. Automations that follow the latest version run it from ' +
      'then on, each only if its values fit. Publishing what is current already makes no new version.',
    status: 201,
    response: PublishedFlowResponse,
    errors: {
      ...NOT_FOUND,
      invalid: `${INVALID}\n\nFLOWS.TESTS_FAILED: a field for every expectation that was not met.`,
      conflict:
        'FLOWS.DRAFT_CHANGED: somebody saved meanwhile.\n\nFLOWS.DRAFT_ARCHIVED: bring it back first.\n\n' +
        'FLOWS.PUBLISH_CONFLICT: somebody published at the same time; try again.',
    },
  })
  async publish(
    @CurrentCaller() caller: UserCaller,
    @IdParam('draftId') draftId: string,
    @Body() request: PublishFlowDraftRequest,
  ): Promise<PublishedFlowResponse> {
    return toPublishedFlowResponse(await this.publishing.publish(caller, draftId, { ...request }));
  }
}
