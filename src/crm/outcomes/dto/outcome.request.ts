import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { IsIn, IsNumber, IsObject, IsString, Length, Matches, ValidateIf } from 'class-validator';
import { ID_PATTERN, PageQuery } from '../../../shared/http';
import { whenSent } from '../../dto/presence';
import { type Goal, GOALS } from '../domain/goal';
import { OUTCOME_STATUSES, type OutcomeStatus } from '../domain/outcome';

export class GoalParam {
  /** What was reached. */
  @ApiProperty({ enum: GOALS })
  @IsIn(GOALS)
  goal: Goal;
}

export class OutcomesExportQuery {
  /** Only those in this status. */
  @ApiPropertyOptional({ enum: OUTCOME_STATUSES })
  @ValidateIf(whenSent)
  @IsIn(OUTCOME_STATUSES)
  status?: OutcomeStatus;

  /** Only those of this contact. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'contactId must be an id' })
  contactId?: string;

  /** Only those whose fields have all of these words, or words that begin so. */
  @ApiPropertyOptional({ type: String, maxLength: 200, example: 'jane exam' })
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, 200)
  q?: string;
}

export class OutcomesQueryRequest extends IntersectionType(OutcomesExportQuery, PageQuery) {}

/** What is absent stays as it is. */
export class CorrectOutcomeRequest {
  /** Texts by field name; an empty one clears the field. */
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { phone: '+49 30 123456' },
  })
  @ValidateIf(whenSent)
  @IsObject()
  fields?: Record<string, unknown>;

  /** What it is worth, in the currency of the workspace. */
  @ApiPropertyOptional({ type: Number, minimum: 0, example: 49.9 })
  @ValidateIf(whenSent)
  @IsNumber()
  value?: number;
}
