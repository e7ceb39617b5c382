import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { ID_PATTERN, PageQuery } from '../../shared/http';
import { EVAL_ACTIONS, EVAL_SET } from '../domain/evals/eval-case';
import type { ReplyAction } from '../domain/guardrails/reply-decision';
import type { EvalCaseContent } from '../evals/eval-cases.service';
import { HISTORY_MAX, MESSAGE_MAX, PastMessageDto } from './past-message.dto';

const TEXTS_MAX = 20;
const TEXT_MAX = 300;

export class EvalCasesQuery extends PageQuery {
  /** Only cases of this set. */
  @IsOptional()
  @Matches(EVAL_SET)
  set?: string;
}

export class EvalExpectationRequest {
  @ApiPropertyOptional({
    type: [String],
    maxItems: TEXTS_MAX,
    description: 'The reply contains each of these; case and accents do not matter.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TEXTS_MAX)
  @IsString({ each: true })
  @Length(1, TEXT_MAX, { each: true })
  contains?: string[];

  @ApiPropertyOptional({ type: [String], maxItems: TEXTS_MAX, description: 'The reply contains none of these.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TEXTS_MAX)
  @IsString({ each: true })
  @Length(1, TEXT_MAX, { each: true })
  notContains?: string[];

  @ApiPropertyOptional({ type: [String], maxItems: TEXTS_MAX, description: 'Knowledge items that the reply rests on.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(TEXTS_MAX)
  @Matches(ID_PATTERN, { each: true })
  cites?: string[];

  @ApiPropertyOptional({
    enum: EVAL_ACTIONS,
    description: 'What becomes of the reply; `handoff` where a person must answer.',
  })
  @IsOptional()
  @IsIn(EVAL_ACTIONS)
  action?: ReplyAction;

  /**
   * ISO 639-1 code of the reply's language.
   * @example "de"
   */
  @IsOptional()
  @Matches(/^[a-z]{2}$/)
  language?: string;
}

export class EvalCaseRequest {
  /**
   * Cases of one name are run together.
   * @example "shipping"
   */
  @Matches(EVAL_SET)
  set: string;

  /** @example "How much is shipping to Germany?" */
  @IsString()
  @Length(1, MESSAGE_MAX)
  message: string;

  /** What was said before, oldest first. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(HISTORY_MAX)
  @ValidateNested({ each: true })
  @Type(() => PastMessageDto)
  history?: PastMessageDto[];

  @ValidateNested()
  @Type(() => EvalExpectationRequest)
  expect: EvalExpectationRequest;
}

export class StartEvalRunRequest {
  /** Absent: all sets. */
  @IsOptional()
  @Matches(EVAL_SET)
  set?: string;
}

export function toCaseContent({ set, message, history = [], expect }: EvalCaseRequest): EvalCaseContent {
  const { contains = [], notContains = [], cites = [], action, language } = expect;
  return {
    set,
    message,
    history: history.map(({ from, text }) => ({ from, text })),
    expect: {
      contains,
      notContains,
      cites,
      ...(action === undefined ? {} : { action }),
      ...(language === undefined ? {} : { language }),
    },
  };
}
