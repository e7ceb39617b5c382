import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import { type Resource, RESOURCES } from '../domain/plans/plan';
import { TIER_STATUSES, type TierStatus } from '../domain/plans/tier';

const LIMIT = { type: 'integer', nullable: true, description: 'Null: unlimited.' } as const;

export class LimitsResponse {
  @ApiProperty(LIMIT)
  aiMessages: number | null;

  @ApiProperty(LIMIT)
  instagramAccounts: number | null;

  @ApiProperty(LIMIT)
  teamMembers: number | null;

  @ApiProperty(LIMIT)
  automations: number | null;

  @ApiProperty(LIMIT)
  knowledgeItems: number | null;
}

export class FeaturesResponse {
  crm: boolean;

  integrations: boolean;

  flowBuilder: boolean;

  executionTimeline: boolean;
}

export class TierResponse {
  id: string;

  name: string;

  description?: string;

  @ApiProperty({ type: LimitsResponse })
  limits: LimitsResponse;

  @ApiProperty({ type: FeaturesResponse })
  features: FeaturesResponse;

  @ApiProperty({ enum: TIER_STATUSES })
  status: TierStatus;

  /** What workspaces have that were given no tier. */
  isDefault: boolean;

  createdAt: Date;

  updatedAt: Date;
}

export class TierPageResponse extends PageOf(TierResponse) {}

export class TierNameResponse {
  id: string;

  name: string;
}

export class CurrentPlanResponse {
  /** Null where there is no tier: everything is allowed. */
  @ApiProperty({ type: TierNameResponse, nullable: true })
  tier: TierNameResponse | null;

  @ApiProperty({ type: LimitsResponse })
  limits: LimitsResponse;

  @ApiProperty({ type: FeaturesResponse })
  features: FeaturesResponse;
}

export class AssignedPlanResponse {
  /** Absent: the default one. */
  tierId?: string;

  /** In place of what the tier says. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  overrides: object;

  /** What holds for the workspace; at most a second behind. */
  @ApiProperty({ type: CurrentPlanResponse })
  current: CurrentPlanResponse;
}

export class UsagePeriodResponse {
  /** @example "2026-01" */
  key: string;

  startsAt: Date;

  renewsAt: Date;

  timeZone: string;
}

export class ResourceUsageResponse {
  @ApiProperty({ enum: RESOURCES })
  resource: Resource;

  @ApiProperty({ type: 'integer' })
  used: number;

  /** Taken by work that is under way. */
  @ApiProperty({ type: 'integer' })
  reserved: number;

  @ApiProperty(LIMIT)
  limit: number | null;
}

export class UsageResponse {
  @ApiProperty({ type: TierNameResponse, nullable: true })
  tier: TierNameResponse | null;

  @ApiProperty({ type: FeaturesResponse })
  features: object;

  /** Of what is charged by the month. */
  @ApiProperty({ type: UsagePeriodResponse })
  period: UsagePeriodResponse;

  @ApiProperty({ type: [ResourceUsageResponse] })
  resources: ResourceUsageResponse[];
}
