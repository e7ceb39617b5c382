import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PlatformAdmin } from '../shared/auth';
import { Endpoint, PageQuery } from '../shared/http';
import { AuditService } from './audit.service';
import { AuditEntryPageResponse } from './dto/audit-entry.response';

@ApiTags('Admin')
@Controller('v1/admin/audit')
export class AuditAdminController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({ summary: 'List the audit trail, newest first', response: AuditEntryPageResponse })
  list(@Query() { limit, cursor }: PageQuery): Promise<AuditEntryPageResponse> {
    return this.audit.list(limit, cursor);
  }
}
