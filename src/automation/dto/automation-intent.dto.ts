import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';
import { PLATFORM } from '../domain/intent-scope';
import type { AutomationIntentRow } from '../schemas/automation-intent.schema';

const SCOPES = ['platform', 'workspace'] as const;

export class DescribeIntentRequest {
  /**
   * What it means, for the model and for people.
   * @example "Asks for a gift card, or how to use one."
   */
  @IsString()
  @Length(1, 500)
  description: string;
}

export class CreateIntentRequest extends DescribeIntentRequest {
  /**
   * What flows call it; small letters, digits and "_".
   * @example "gift_card"
   */
  @IsString()
  @Matches(/^[a-z0-9][a-z0-9_]{0,63}$/, { message: 'must be 1 to 64 small letters, digits or "_"' })
  value: string;
}

export class IntentResponse {
  id: string;

  /** @example "book_appointment" */
  value: string;

  description: string;

  /** Whether every workspace has it. */
  @ApiProperty({ enum: SCOPES })
  scope: (typeof SCOPES)[number];

  createdAt: Date;

  updatedAt: Date;
}

export class IntentListResponse {
  /** By name. */
  @ApiProperty({ type: [IntentResponse] })
  items: IntentResponse[];
}

export function toIntentResponse(row: AutomationIntentRow): IntentResponse {
  const { _id, workspaceId, value, description, createdAt, updatedAt } = row;
  const scope = workspaceId === PLATFORM ? 'platform' : 'workspace';
  return { id: _id, value, description, scope, createdAt, updatedAt };
}

export function toIntentListResponse(rows: readonly AutomationIntentRow[]): IntentListResponse {
  return { items: rows.map(toIntentResponse) };
}
