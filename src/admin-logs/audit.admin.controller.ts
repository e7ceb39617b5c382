import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../shared/auth';
import { Endpoint, ndjson, ProducesNdjson } from '../shared/http';
import type { UserCaller } from '../shared/kernel';
import { AuditService } from './audit.service';
import { AuditEntryPageResponse } from './dto/audit-entry.response';
import { auditFilterOf, AuditQuery } from './dto/audit.query';

@ApiTags('Admin')
@Controller('v1/admin/audit')
export class AuditAdminController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({ summary: 'List the audit trail, newest first', response: AuditEntryPageResponse })
  list(@Query() query: AuditQuery): Promise<AuditEntryPageResponse> {
    return this.audit.list(auditFilterOf(query), query.limit, query.cursor);
  }

  @Get('export')
  @PlatformAdmin()
  @ProducesNdjson()
  @Endpoint({ summary: 'The audit trail as lines of JSON, newest first; `limit` and `cursor` have no meaning here' })
  async export(@CurrentCaller() caller: UserCaller, @Query() query: AuditQuery): Promise<StreamableFile> {
    return ndjson(await this.audit.export(caller, auditFilterOf(query)), 'audit');
  }
}
