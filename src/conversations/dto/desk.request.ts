import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDate,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateIf,
} from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { ID_PATTERN } from '../../shared/http';
import { ASSIGNMENT_RULES, type AssignmentRule } from '../domain/assignment';

const TAGS_AT_ONCE = 30;
const TAG_TEXT = 200;
const whenNamed = (_: object, value: unknown) => value !== undefined && value !== null;

/** A member, nobody, or whom a rule picks. */
export class AssignRequest {
  /** A member who may answer; null: nobody. */
  @ApiProperty({ type: String, required: false, nullable: true, pattern: ID_PATTERN.source })
  @ValidateIf(whenNamed)
  @IsString()
  @Matches(ID_PATTERN)
  assigneeId?: string | null;

  /** Instead of a member: round_robin takes turns, least_open gives to who has the fewest open conversations. */
  @IsOptional()
  @IsIn(ASSIGNMENT_RULES)
  by?: AssignmentRule;

  /** Only if this member, or with null nobody, still has it. */
  @ApiProperty({ type: String, required: false, nullable: true, pattern: ID_PATTERN.source })
  @ValidateIf(whenNamed)
  @IsString()
  @Matches(ID_PATTERN)
  ifAssigneeId?: string | null;
}

export class SnoozeRequest {
  /** Ahead, and within a year. */
  @Type(() => Date)
  @IsDate()
  until: Date;
}

export class TagsRequest {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TAGS_AT_ONCE)
  @IsString({ each: true })
  @Length(1, TAG_TEXT, { each: true })
  add?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TAGS_AT_ONCE)
  @IsString({ each: true })
  @Length(1, TAG_TEXT, { each: true })
  remove?: string[];
}
