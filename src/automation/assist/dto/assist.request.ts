import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Length, Matches, Max, Min } from 'class-validator';
import { MOST_REWRITTEN, MOST_SUGGESTIONS, REWRITE_ACTIONS, type RewriteAction } from '../../../knowledge';
import { ID_PATTERN, IfSent } from '../../../shared/http';

const TASK_MAX = 500;
const TONE_MAX = 100;
const ITEMS_MAX = 50;
/** BCP 47, in its common forms. */
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;

export class SuggestRepliesRequest {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MOST_SUGGESTIONS, default: MOST_SUGGESTIONS })
  @IfSent()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_SUGGESTIONS)
  count?: number;

  /** What the replies should do. @example "Offer an exchange." */
  @ApiPropertyOptional({ type: String, maxLength: TASK_MAX, description: 'What the replies should do.' })
  @IfSent()
  @IsString()
  @Length(1, TASK_MAX)
  task?: string;

  @ApiPropertyOptional({ type: [String], maxItems: ITEMS_MAX, description: 'Only with these knowledge items.' })
  @IfSent()
  @IsArray()
  @ArrayMaxSize(ITEMS_MAX)
  @Matches(ID_PATTERN, { each: true })
  itemIds?: string[];
}

export class RewriteTextRequest {
  @ApiProperty({ type: String, maxLength: MOST_REWRITTEN })
  @IsString()
  @Length(1, MOST_REWRITTEN)
  text: string;

  @ApiProperty({
    enum: REWRITE_ACTIONS,
    description: '`fix`: spelling and grammar; `shorten`; `tone`: as `tone` says; `translate`: into `language`.',
  })
  @IsIn(REWRITE_ACTIONS)
  action: RewriteAction;

  @ApiPropertyOptional({ type: String, maxLength: TONE_MAX, description: 'For `tone`, such as "warm, informal".' })
  @IfSent()
  @IsString()
  @Length(1, TONE_MAX)
  tone?: string;

  @ApiPropertyOptional({
    type: String,
    pattern: LANGUAGE.source,
    description: 'For `translate`; without it, the language of the customer of `conversationId`.',
  })
  @IfSent()
  @IsString()
  @Matches(LANGUAGE, { message: 'language must be a language tag such as en or pt-BR' })
  language?: string;

  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source, description: 'Where it is to be sent.' })
  @IfSent()
  @IsString()
  @Matches(ID_PATTERN, { message: 'conversationId must be an id' })
  conversationId?: string;
}
