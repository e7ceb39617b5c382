import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../../shared/auth';
import { AuditedChanges } from '../../shared/database';
import { Endpoint } from '../../shared/http';
import { Clock, DomainError, type UserCaller, type WorkspaceId } from '../../shared/kernel';
import { WorkspaceFacade } from '../../workspace';
import { RebuildReportsRequest } from './dto/reports.query';
import { ReportRowsRepository } from './repositories/report-rows.repository';

@ApiTags('Admin')
@Controller('v1/admin/reports')
export class ReportsAdminController {
  constructor(
    private readonly rows: ReportRowsRepository,
    private readonly workspaces: WorkspaceFacade,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  @Post('rebuild')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Count the reports of a workspace anew from what is stored',
    description: 'A worker begins within some seconds. Reports stay readable meanwhile.',
    status: 202,
    errors: { 'not-found': 'REPORTS.WORKSPACE_UNKNOWN: no such workspace, or it is suspended.' },
  })
  async rebuild(@CurrentCaller() caller: UserCaller, @Body() request: RebuildReportsRequest): Promise<void> {
    const workspaceId = request.workspaceId as WorkspaceId;
    const { active } = await this.workspaces.workspaceState(workspaceId);
    if (!active) throw new DomainError('REPORTS.WORKSPACE_UNKNOWN', 'not-found', 'There is no such active workspace.');
    await this.changes.run(caller, async (record) => {
      await this.rows.requestRecount(workspaceId, this.clock.now());
      await record({ action: 'report.rebuild-requested', workspaceId, target: workspaceId });
    });
  }
}
