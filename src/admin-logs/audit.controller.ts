import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../shared/auth';
import { Endpoint, ndjson, ProducesNdjson } from '../shared/http';
import type { RequestContext } from '../shared/kernel';
import { AuditService } from './audit.service';
import { AuditEntryPageResponse } from './dto/audit-entry.response';
import { auditFilterOf, WorkspaceAuditQuery } from './dto/audit.query';

@ApiTags('Workspaces')
@Controller('v1/workspaces/:workspaceId/audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Requires('audit.read')
  @Endpoint({ summary: 'Who did what in the workspace, newest first', response: AuditEntryPageResponse })
  list(@Ctx() { workspaceId }: RequestContext, @Query() query: WorkspaceAuditQuery): Promise<AuditEntryPageResponse> {
    return this.audit.list({ ...auditFilterOf(query), workspaceId }, query.limit, query.cursor);
  }

  @Get('export')
  @Requires('audit.read')
  @ProducesNdjson()
  @Endpoint({ summary: 'The audit trail of the workspace as lines of JSON; `limit` and `cursor` have no meaning here' })
  async export(@Ctx() context: RequestContext, @Query() query: WorkspaceAuditQuery): Promise<StreamableFile> {
    const { workspaceId } = context;
    return ndjson(await this.audit.export(context, { ...auditFilterOf(query), workspaceId }), 'audit');
  }
}
