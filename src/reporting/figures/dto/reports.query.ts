import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, IsString, Length, Matches } from 'class-validator';
import { ID_PATTERN } from '../../../shared/http';
import { BREAKDOWNS, type Breakdown } from '../domain/breakdowns';
import type { CostGroup } from '../report-details.service';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
export const EXPORT_FORMATS = ['csv', 'json'] as const;
export const COST_GROUPS = ['purpose', 'model', 'flow', 'goal'] as const satisfies readonly CostGroup[];

export class ReportRangeQuery {
  /** First day, by the clocks of the workspace; 29 days before `to` when absent. */
  @ApiPropertyOptional({ type: 'string', format: 'date' })
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(DAY)
  from?: string;

  /** Last day; today when absent. */
  @ApiPropertyOptional({ type: 'string', format: 'date' })
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(DAY)
  to?: string;
}

export class ReportPageQuery extends ReportRangeQuery {
  /** Checked before the route is reached. */
  @IsOptional()
  @IsString()
  @Length(1, 128)
  ticket?: string;
}

export class ReportBreakdownQuery extends ReportRangeQuery {
  @ApiProperty({ enum: BREAKDOWNS, description: 'What the figures are told apart by.' })
  @IsIn(BREAKDOWNS)
  by: Breakdown;
}

export class ReportFunnelsQuery extends ReportRangeQuery {
  /** One version of a flow; all that ran when absent. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN)
  versionId?: string;
}

export class ReportCostQuery extends ReportRangeQuery {
  @ApiPropertyOptional({ enum: COST_GROUPS, default: 'purpose', description: 'What the cost is told apart by.' })
  @IsIn(COST_GROUPS)
  by: (typeof COST_GROUPS)[number] = 'purpose';
}

export class ReportExportQuery extends ReportRangeQuery {
  @ApiPropertyOptional({ enum: EXPORT_FORMATS, default: 'csv', description: 'Of the table.' })
  @IsIn(EXPORT_FORMATS)
  format: (typeof EXPORT_FORMATS)[number] = 'csv';
}

export class RebuildReportsRequest {
  /** Whose reports are to be counted anew. */
  @IsString()
  @Matches(ID_PATTERN)
  workspaceId: string;
}
