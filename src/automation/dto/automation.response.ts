import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import type { AutomationInstance } from '../instances/automation-instances.service';
import { VERSION_POLICIES, type VersionPolicy } from '../schemas/automation-instance.schema';

export class AutomationStatsResponse {
  /** Sessions ever started. */
  @ApiProperty({ type: 'integer' })
  started: number;

  /** Sessions under way: at work, waiting or paused. */
  @ApiProperty({ type: 'integer' })
  active: number;

  @ApiProperty({ type: 'integer' })
  completed: number;

  @ApiProperty({ type: 'integer' })
  handedOver: number;

  @ApiProperty({ type: 'integer' })
  failed: number;

  @ApiProperty({ type: Date, nullable: true })
  lastStartedAt: Date | null;
}

export class ConfigProblemResponse {
  /** @example "config.shop" */
  field: string;

  rule: string;
}

export class UpdateBlockedResponse {
  /** The version that it would run. */
  versionId: string;

  @ApiProperty({ type: [ConfigProblemResponse] })
  problems: ConfigProblemResponse[];
}

export class AutomationResponse {
  id: string;

  name: string;

  description: string;

  templateId: string;

  /** What new sessions run. */
  templateVersionId: string;

  @ApiProperty({ enum: VERSION_POLICIES })
  versionPolicy: VersionPolicy;

  /** As they were set; what is absent has the default of its field. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { shop: 'The Shoe Shop' } })
  config: object;

  isActive: boolean;

  /** Its template is archived, so it starts nothing, whatever `isActive` says. */
  templateArchived: boolean;

  /** A newer version that it follows but cannot run with its values; choose it with values that fit. */
  @ApiProperty({ type: UpdateBlockedResponse, nullable: true })
  updateBlocked: UpdateBlockedResponse | null;

  /** How often it ran, and how that ended. */
  @ApiProperty({ type: AutomationStatsResponse })
  stats: AutomationStatsResponse;

  createdAt: Date;

  updatedAt: Date;
}

export class AutomationPageResponse extends PageOf(AutomationResponse) {}

export function toAutomationResponse(automation: AutomationInstance): AutomationResponse {
  return automation;
}

export function toAutomationPageResponse(page: Page<AutomationInstance>): AutomationPageResponse {
  return { ...page, items: page.items.map(toAutomationResponse) };
}
