import { Controller, Get, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentCaller } from '../../shared/auth';
import { Endpoint, IdParam, ndjson, PageQuery, ProducesNdjson } from '../../shared/http';
import type { UserCaller } from '../../shared/kernel';
import { PrivacyRequestPageResponse, privacyRequestResponse, PrivacyRequestResponse } from '../dto/privacy.response';
import { NO_REQUEST, NOT_READY } from './privacy-requests.controller';
import { PrivacyRequests } from './privacy-requests.service';
import { PrivacyService } from './privacy.service';

@ApiTags('Me')
@Controller('v1/me')
export class MyPrivacyController {
  constructor(
    private readonly requests: PrivacyRequests,
    private readonly privacy: PrivacyService,
  ) {}

  @Post('export')
  @Authenticated()
  @Endpoint({
    summary: 'Export all that is stored about your account',
    status: 202,
    response: PrivacyRequestResponse,
  })
  async export(@CurrentCaller() caller: UserCaller): Promise<PrivacyRequestResponse> {
    return privacyRequestResponse(await this.privacy.exportUser(caller));
  }

  @Get('privacy-requests')
  @Authenticated()
  @Endpoint({ summary: 'List exports of your account, newest first', response: PrivacyRequestPageResponse })
  async list(
    @CurrentCaller() { userId }: UserCaller,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<PrivacyRequestPageResponse> {
    const { items, ...rest } = await this.requests.list({ userId }, limit, cursor);
    return { items: items.map(privacyRequestResponse), ...rest };
  }

  @Get('privacy-requests/:requestId')
  @Authenticated()
  @Endpoint({
    summary: 'How far an export of your account is',
    response: PrivacyRequestResponse,
    errors: { 'not-found': NO_REQUEST },
  })
  async get(
    @CurrentCaller() { userId }: UserCaller,
    @IdParam('requestId') requestId: string,
  ): Promise<PrivacyRequestResponse> {
    return privacyRequestResponse(await this.requests.get({ userId }, requestId));
  }

  @Get('privacy-requests/:requestId/download')
  @Authenticated()
  @ProducesNdjson()
  @Endpoint({
    summary: 'Download an export of your account: lines of JSON, each with `collection` and `record`',
    errors: { 'not-found': NO_REQUEST, conflict: NOT_READY },
  })
  async download(
    @CurrentCaller() caller: UserCaller,
    @IdParam('requestId') requestId: string,
  ): Promise<StreamableFile> {
    return ndjson(await this.privacy.downloadOwn(caller, requestId), 'export');
  }
}
