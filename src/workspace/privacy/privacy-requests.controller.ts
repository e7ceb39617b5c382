import { Controller, Get, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, ndjson, PageQuery, ProducesNdjson } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { PrivacyRequestPageResponse, privacyRequestResponse, PrivacyRequestResponse } from '../dto/privacy.response';
import { PrivacyRequests } from './privacy-requests.service';
import { PrivacyService } from './privacy.service';

export const NO_REQUEST = 'PRIVACY.REQUEST_NOT_FOUND: there is no such request.';
export const NOT_READY = 'PRIVACY.EXPORT_NOT_READY: there is nothing to download yet, or any more.';

@ApiTags('Privacy')
@Controller('v1/workspaces/:workspaceId/privacy-requests')
export class PrivacyRequestsController {
  constructor(
    private readonly requests: PrivacyRequests,
    private readonly privacy: PrivacyService,
  ) {}

  @Get()
  @Requires('privacy.manage')
  @Endpoint({ summary: 'List exports and erasures, newest first', response: PrivacyRequestPageResponse })
  async list(
    @Ctx() { workspaceId }: RequestContext,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<PrivacyRequestPageResponse> {
    const { items, ...rest } = await this.requests.list({ workspaceId }, limit, cursor);
    return { items: items.map(privacyRequestResponse), ...rest };
  }

  @Get(':requestId')
  @Requires('privacy.manage')
  @Endpoint({
    summary: 'How far an export or erasure is',
    response: PrivacyRequestResponse,
    errors: { 'not-found': NO_REQUEST },
  })
  async get(
    @Ctx() { workspaceId }: RequestContext,
    @IdParam('requestId') requestId: string,
  ): Promise<PrivacyRequestResponse> {
    return privacyRequestResponse(await this.requests.get({ workspaceId }, requestId));
  }

  @Get(':requestId/download')
  @Requires('privacy.manage')
  @ProducesNdjson()
  @Endpoint({
    summary: 'Download an export: lines of JSON, each with `collection` and `record`',
    description: 'For 24 hours after it was done. Each download is on record.',
    errors: {
      'not-found': NO_REQUEST,
      conflict: NOT_READY,
      forbidden: 'PRIVACY.OWNERS_ONLY: only an owner may take out the whole workspace.',
    },
  })
  async download(@Ctx() context: RequestContext, @IdParam('requestId') requestId: string): Promise<StreamableFile> {
    return ndjson(await this.privacy.download(context, requestId), 'export');
  }

  @Post(':requestId/retry')
  @Requires('privacy.manage')
  @Endpoint({
    summary: 'Try again what has failed; what was done stays done',
    status: 202,
    response: PrivacyRequestResponse,
    errors: { 'not-found': NO_REQUEST, conflict: 'PRIVACY.NOT_FAILED: it has not failed.' },
  })
  async retry(
    @Ctx() context: RequestContext,
    @IdParam('requestId') requestId: string,
  ): Promise<PrivacyRequestResponse> {
    return privacyRequestResponse(await this.requests.retry(context, requestId));
  }
}
