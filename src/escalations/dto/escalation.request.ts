import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { ID_PATTERN } from '../../shared/http';
import { NOTE_MAX_CHARACTERS, REASON_MAX_CHARACTERS, SUMMARY_MAX_CHARACTERS } from '../domain/escalation';
import { SEVERITIES, type Severity } from '../domain/severity';

const notBlank = { message: '$property must say something' };

export class OpenEscalationRequest {
  @ApiProperty({ type: String, pattern: ID_PATTERN.source })
  @IsString()
  @Matches(ID_PATTERN, { message: 'conversationId must be an id' })
  conversationId: string;

  /** @example "Wants a refund" */
  @IsString()
  @Length(1, REASON_MAX_CHARACTERS)
  @Matches(/\S/, notBlank)
  reason: string;

  /** What it is about; the reason, when absent. */
  @ApiProperty({ type: String, required: false, maxLength: SUMMARY_MAX_CHARACTERS })
  @IsOptional()
  @IsString()
  @Length(1, SUMMARY_MAX_CHARACTERS)
  summary?: string;

  /** A rule of the workspace that fits comes first. */
  @ApiProperty({ enum: SEVERITIES, required: false })
  @IsOptional()
  @IsIn(SEVERITIES)
  severity?: Severity;
}

export class AssignEscalationRequest {
  /** A member who may work on escalations. */
  @ApiProperty({ type: String, pattern: ID_PATTERN.source })
  @IsString()
  @Matches(ID_PATTERN, { message: 'assigneeId must be an id' })
  assigneeId: string;
}

export class RateEscalationRequest {
  @ApiProperty({ enum: SEVERITIES })
  @IsIn(SEVERITIES)
  severity: Severity;
}

export class EscalationNoteRequest {
  @IsString()
  @Length(1, NOTE_MAX_CHARACTERS)
  @Matches(/\S/, notBlank)
  text: string;
}

class EscalationWordRequest {
  /** For the team: what became of it, or why. */
  @ApiProperty({ type: String, required: false, maxLength: NOTE_MAX_CHARACTERS })
  @IsOptional()
  @IsString()
  @Length(1, NOTE_MAX_CHARACTERS)
  note?: string;
}

export class CloseEscalationRequest extends EscalationWordRequest {
  /** Whether the bot speaks again from now on, and a paused session goes on; when absent, the setting `botReturns` decides. */
  @ApiProperty({ type: Boolean, required: false })
  @IsOptional()
  @IsBoolean()
  handBack?: boolean;
}

export class ReopenEscalationRequest extends EscalationWordRequest {}
