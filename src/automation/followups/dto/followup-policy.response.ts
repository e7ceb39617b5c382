import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type ContactStage, type Goal, GOALS } from '../../../crm';
import {
  FOLLOWUP_ACTIONS,
  FOLLOWUP_KINDS,
  type FollowupActionKind,
  type FollowupKind,
} from '../../domain/followups/policy-kind';
import type { FollowupPolicyRow } from '../schemas/followup-policy.schema';

export class FollowupMomentResponse {
  @ApiProperty({ enum: FOLLOWUP_KINDS })
  kind: FollowupKind;

  @ApiPropertyOptional({ type: 'integer' })
  hours?: number;

  @ApiPropertyOptional({ type: 'integer' })
  minutes?: number;
}

export class FollowupConditionsResponse {
  @ApiProperty({ type: [String] })
  stages: readonly ContactStage[];

  @ApiProperty({ type: [String] })
  allTags: readonly string[];

  @ApiProperty({ type: [String] })
  noTags: readonly string[];

  @ApiProperty({ enum: GOALS, type: String, nullable: true })
  openGoal: Goal | null;
}

export class FollowupTextResponse {
  language: string;

  text: string;
}

export class FollowupActionResponse {
  @ApiProperty({ enum: FOLLOWUP_ACTIONS })
  kind: FollowupActionKind;

  @ApiPropertyOptional({ type: [FollowupTextResponse] })
  texts?: readonly FollowupTextResponse[];

  @ApiPropertyOptional({ type: String })
  instruction?: string;

  @ApiPropertyOptional({ type: String })
  instanceId?: string;
}

export class QuietHoursResponse {
  from: string;

  to: string;
}

export class FollowupPolicyResponse {
  id: string;

  name: string;

  isActive: boolean;

  @ApiProperty({ type: String, nullable: true })
  instanceId: string | null;

  @ApiProperty({ type: FollowupMomentResponse })
  moment: FollowupMomentResponse;

  @ApiProperty({ type: FollowupConditionsResponse })
  conditions: FollowupConditionsResponse;

  @ApiProperty({ type: FollowupActionResponse })
  action: FollowupActionResponse;

  @ApiProperty({ type: 'integer' })
  maxPerWeek: number;

  @ApiProperty({ type: QuietHoursResponse, nullable: true })
  quietHours: QuietHoursResponse | null;

  /** Conversations that were there before the last change are still being planned. */
  isSpreading: boolean;

  createdAt: Date;

  updatedAt: Date;
}

export class FollowupPolicyListResponse {
  /** Newest first. */
  @ApiProperty({ type: [FollowupPolicyResponse] })
  items: FollowupPolicyResponse[];
}

export function toPolicyResponse(row: FollowupPolicyRow): FollowupPolicyResponse {
  const { _id, name, isActive, instanceId, moment, conditions, action, maxPerWeek, quietHours } = row;
  const { spreadAt, createdAt, updatedAt } = row;
  return {
    id: _id,
    name,
    isActive,
    instanceId,
    moment,
    conditions,
    action,
    maxPerWeek,
    quietHours,
    isSpreading: spreadAt !== null,
    createdAt,
    updatedAt,
  };
}
