import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { type ContactStage, type Goal, GOALS, STAGE_KEY } from '../../../crm';
import { ID_PATTERN } from '../../../shared/http';
import {
  FOLLOWUP_ACTIONS,
  FOLLOWUP_KINDS,
  type FollowupActionKind,
  type FollowupKind,
} from '../../domain/followups/policy-kind';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const LANGUAGE = /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/;
const MAX_TEXTS = 20;
const MAX_TAGS = 20;
const MAX_STAGES = 20;

const given = (_: unknown, value: unknown): boolean => value !== undefined && value !== null;
const isMoment =
  (...kinds: FollowupKind[]) =>
  ({ kind }: { kind: FollowupKind }): boolean =>
    kinds.includes(kind);
const isAction =
  (kind: FollowupActionKind) =>
  (action: { kind: FollowupActionKind }): boolean =>
    action.kind === kind;

export class FollowupMomentRequest {
  /**
   * before_window_closes: so many hours before the bot may not write any more. after_silence: nobody has written for so many
   * minutes, since our last message. after_hours: the next opening, after somebody wrote while it was closed.
   * unanswered_question: so many minutes after a question of ours.
   */
  @ApiProperty({ enum: FOLLOWUP_KINDS })
  @IsIn(FOLLOWUP_KINDS)
  kind: FollowupKind;

  /** With `before_window_closes`. */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 23 })
  @ValidateIf(isMoment('before_window_closes'))
  @IsInt()
  @Min(1)
  @Max(23)
  hours?: number;

  /** With `after_silence` and `unanswered_question`. */
  @ApiPropertyOptional({ type: 'integer', minimum: 5, maximum: 1_380 })
  @ValidateIf(isMoment('after_silence', 'unanswered_question'))
  @IsInt()
  @Min(5)
  @Max(1_380)
  minutes?: number;
}

export class FollowupConditionsRequest {
  /** One of these stages; none: any. */
  @ApiPropertyOptional({ type: [String], maxItems: MAX_STAGES, example: ['qualified'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_STAGES)
  @Matches(STAGE_KEY, { each: true })
  stages?: ContactStage[];

  /** All of these tags. */
  @ApiPropertyOptional({ type: [String], maxItems: MAX_TAGS })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @IsString({ each: true })
  @Length(1, 50, { each: true })
  allTags?: string[];

  /** None of these tags. */
  @ApiPropertyOptional({ type: [String], maxItems: MAX_TAGS })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @IsString({ each: true })
  @Length(1, 50, { each: true })
  noTags?: string[];

  /** The person has not completed this goal. */
  @ApiPropertyOptional({ enum: GOALS, type: String, nullable: true })
  @ValidateIf(given)
  @IsIn(GOALS)
  openGoal?: Goal | null;
}

export class FollowupTextRequest {
  /** @example "en" */
  @IsString()
  @Length(2, 35)
  @Matches(LANGUAGE, { message: 'language must be a language tag such as en or pt-BR' })
  language: string;

  /**
   * Values of `contact`, `context.language` and `context.channel` can be shown.
   * @example "Hi {{ contact.name | default: \"there\" }}, do you still have a question?"
   */
  @IsString()
  @Length(1, 1_000)
  text: string;
}

export class FollowupActionRequest {
  @ApiProperty({ enum: FOLLOWUP_ACTIONS })
  @IsIn(FOLLOWUP_ACTIONS)
  kind: FollowupActionKind;

  /** With `text`; with `ai`, what is said when the composed text may not go out. One is drawn of those in the person’s language. */
  @ApiPropertyOptional({ type: [FollowupTextRequest], maxItems: MAX_TEXTS })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_TEXTS)
  @ValidateNested({ each: true })
  @Type(() => FollowupTextRequest)
  texts?: FollowupTextRequest[];

  /** With `ai`: what the text is to do. */
  @ApiPropertyOptional({ type: String, maxLength: 2_000 })
  @ValidateIf(isAction('ai'))
  @IsString()
  @Length(1, 2_000)
  instruction?: string;

  /** With `flow`: the automation that starts. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(isAction('flow'))
  @IsString()
  @Matches(ID_PATTERN, { message: 'instanceId must be an id' })
  instanceId?: string;
}

export class QuietHoursRequest {
  /** By clocks of the workspace. @example "21:30" */
  @IsString()
  @Matches(TIME, { message: 'from must be a time from 00:00 to 23:59' })
  from: string;

  /** @example "08:00" */
  @IsString()
  @Matches(TIME, { message: 'to must be a time from 00:00 to 23:59' })
  to: string;
}

abstract class PolicyFields {
  /** Off, it plans nothing, and what it has planned is cancelled. */
  @ApiPropertyOptional({ type: Boolean })
  @IsOptional()
  @IsBoolean()
  isActive?: boolean;

  /** Only in conversations whose session is, or was last, of this automation; null: in all. */
  @ApiPropertyOptional({ type: String, nullable: true, pattern: ID_PATTERN.source })
  @ValidateIf(given)
  @IsString()
  @Matches(ID_PATTERN, { message: 'instanceId must be an id' })
  instanceId?: string | null;

  @ApiPropertyOptional({ type: FollowupConditionsRequest })
  @IsOptional()
  @ValidateNested()
  @Type(() => FollowupConditionsRequest)
  conditions?: FollowupConditionsRequest;

  /** How many follow-ups, of all policies together, a conversation may have had within seven days for this one to be silent. */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 14, default: 2 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(14)
  maxPerWeek?: number;

  /** Nothing goes out then; null: at any time of day. */
  @ApiPropertyOptional({ type: QuietHoursRequest, nullable: true })
  @ValidateIf(given)
  @ValidateNested()
  @Type(() => QuietHoursRequest)
  quietHours?: QuietHoursRequest | null;
}

export class CreateFollowupPolicyRequest extends PolicyFields {
  /** @example "Before the window closes" */
  @IsString()
  @Length(1, 120)
  name: string;

  @ApiProperty({ type: FollowupMomentRequest })
  @ValidateNested()
  @Type(() => FollowupMomentRequest)
  moment: FollowupMomentRequest;

  @ApiProperty({ type: FollowupActionRequest })
  @ValidateNested()
  @Type(() => FollowupActionRequest)
  action: FollowupActionRequest;
}

export class ChangeFollowupPolicyRequest extends PolicyFields {
  @ApiPropertyOptional({ type: String })
  @IsOptional()
  @IsString()
  @Length(1, 120)
  name?: string;

  @ApiPropertyOptional({ type: FollowupMomentRequest })
  @IsOptional()
  @ValidateNested()
  @Type(() => FollowupMomentRequest)
  moment?: FollowupMomentRequest;

  @ApiPropertyOptional({ type: FollowupActionRequest })
  @IsOptional()
  @ValidateNested()
  @Type(() => FollowupActionRequest)
  action?: FollowupActionRequest;
}
