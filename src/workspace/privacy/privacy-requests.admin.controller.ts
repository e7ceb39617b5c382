import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { UserCaller } from '../../shared/kernel';
import { PrivacyRequestsQuery } from '../dto/privacy-requests.query';
import {
  AdminPrivacyRequestPageResponse,
  adminPrivacyRequestResponse,
  AdminPrivacyRequestResponse,
} from '../dto/privacy.response';
import { PrivacyRequests } from './privacy-requests.service';

@ApiTags('Admin')
@Controller('v1/admin/privacy-requests')
export class PrivacyRequestsAdminController {
  constructor(private readonly requests: PrivacyRequests) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({
    summary: 'Exports and erasures in one status, of all workspaces, also of deleted ones; newest first',
    response: AdminPrivacyRequestPageResponse,
  })
  async list(@Query() { status, limit, cursor }: PrivacyRequestsQuery): Promise<AdminPrivacyRequestPageResponse> {
    const page = await this.requests.listByStatus(status, limit, cursor);
    return { ...page, items: page.items.map(adminPrivacyRequestResponse) };
  }

  @Post(':requestId/retry')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Try again what has failed; what was done stays done',
    status: 202,
    response: AdminPrivacyRequestResponse,
    errors: {
      'not-found': 'PRIVACY.REQUEST_NOT_FOUND: no such request.',
      conflict: 'PRIVACY.NOT_FAILED: it has not failed.',
    },
  })
  async retry(
    @CurrentCaller() admin: UserCaller,
    @IdParam('requestId') requestId: string,
  ): Promise<AdminPrivacyRequestResponse> {
    return adminPrivacyRequestResponse(await this.requests.retryAnywhere(admin, requestId));
  }
}
