import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';
import { ID_PATTERN, IfSent, PageQuery } from '../../shared/http';
import { EVAL_ACTIONS, EVAL_SET, type EvalAgent, type EvalExpectation } from '../domain/evals/eval-case';
import { GATED_GROUPS, type GatedGroup } from '../domain/evals/proposed-change';
import type { ReplyAction } from '../domain/guardrails/reply-decision';
import type { EvalCaseContent } from '../evals/eval-cases.service';
import type { ProposalWishes } from '../evals/proposals.service';
import { HISTORY_MAX, MESSAGE_MAX, PastMessageDto } from './past-message.dto';

const TEXTS_MAX = 20;
const TEXT_MAX = 300;
const ITEMS_MAX = 20;
const SLOT_KEY = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

export class EvalCasesQuery extends PageQuery {
  /** Only cases of this set. */
  @IfSent()
  @Matches(EVAL_SET)
  set?: string;
}

export class ExpectedSlotRequest {
  @Matches(SLOT_KEY)
  key: string;

  /** Numbers are compared as numbers, words whatever their case; empty: nothing is known yet. */
  @IsString()
  @Length(0, TEXT_MAX)
  value: string;
}

export class EvalExpectationRequest {
  @ApiPropertyOptional({
    type: [String],
    maxItems: TEXTS_MAX,
    description: 'The reply contains each of these; case and accents do not matter.',
  })
  @IfSent()
  @IsArray()
  @ArrayMaxSize(TEXTS_MAX)
  @IsString({ each: true })
  @Length(1, TEXT_MAX, { each: true })
  contains?: string[];

  @ApiPropertyOptional({ type: [String], maxItems: TEXTS_MAX, description: 'The reply contains none of these.' })
  @IfSent()
  @IsArray()
  @ArrayMaxSize(TEXTS_MAX)
  @IsString({ each: true })
  @Length(1, TEXT_MAX, { each: true })
  notContains?: string[];

  @ApiPropertyOptional({ type: [String], maxItems: TEXTS_MAX, description: 'Knowledge items that the reply rests on.' })
  @IfSent()
  @IsArray()
  @ArrayMaxSize(TEXTS_MAX)
  @Matches(ID_PATTERN, { each: true })
  cites?: string[];

  @ApiPropertyOptional({
    enum: EVAL_ACTIONS,
    description: 'What becomes of the reply; `handoff` where a person must answer.',
  })
  @IfSent()
  @IsIn(EVAL_ACTIONS)
  action?: ReplyAction;

  /**
   * ISO 639-1 code of the reply's language.
   * @example "de"
   */
  @IfSent()
  @Matches(/^[a-z]{2}$/)
  language?: string;

  @ApiPropertyOptional({
    type: [ExpectedSlotRequest],
    maxItems: TEXTS_MAX,
    description: 'What an agent has found out.',
  })
  @IfSent()
  @IsArray()
  @ArrayMaxSize(TEXTS_MAX)
  @ValidateNested({ each: true })
  @Type(() => ExpectedSlotRequest)
  slots?: ExpectedSlotRequest[];
}

export class EvalSlotRequest {
  /** @example "size" */
  @Matches(SLOT_KEY)
  key: string;

  /** @example "Which size do you need?" */
  @IsString()
  @Length(1, TEXT_MAX)
  question: string;

  /**
   * What a value looks like.
   * @example "one of: S, M, L"
   */
  @IfSent()
  @IsString()
  @Length(1, TEXT_MAX)
  kind?: string;
}

export class EvalAgentRequest {
  @IsString()
  @Length(1, MESSAGE_MAX)
  instructions: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(TEXTS_MAX)
  @ValidateNested({ each: true })
  @Type(() => EvalSlotRequest)
  slots: EvalSlotRequest[];
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
  @IfSent()
  @IsArray()
  @ArrayMaxSize(HISTORY_MAX)
  @ValidateNested({ each: true })
  @Type(() => PastMessageDto)
  history?: PastMessageDto[];

  @ValidateNested()
  @Type(() => EvalExpectationRequest)
  expect: EvalExpectationRequest;

  /** An agent takes the message, instead of a single reply: for cases about what it finds out. */
  @IfSent()
  @ValidateNested()
  @Type(() => EvalAgentRequest)
  agent?: EvalAgentRequest;
}

export class ProposedSettingsRequest {
  @ApiProperty({ enum: GATED_GROUPS })
  @IsIn(GATED_GROUPS)
  group: GatedGroup;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'As a change of settings names them; null takes a field back to its default.',
  })
  @IsObject()
  values: Record<string, unknown>;
}

export class ProposedChangeRequest {
  @ApiPropertyOptional({ type: [ProposedSettingsRequest], maxItems: GATED_GROUPS.length })
  @IfSent()
  @IsArray()
  @ArrayMaxSize(GATED_GROUPS.length)
  @ValidateNested({ each: true })
  @Type(() => ProposedSettingsRequest)
  settings?: ProposedSettingsRequest[];

  @ApiPropertyOptional({ type: [String], maxItems: ITEMS_MAX, description: 'Knowledge items that would be searched.' })
  @IfSent()
  @IsArray()
  @ArrayMaxSize(ITEMS_MAX)
  @Matches(ID_PATTERN, { each: true })
  activate?: string[];

  @ApiPropertyOptional({ type: [String], maxItems: ITEMS_MAX, description: 'Knowledge items that would not be.' })
  @IfSent()
  @IsArray()
  @ArrayMaxSize(ITEMS_MAX)
  @Matches(ID_PATTERN, { each: true })
  deactivate?: string[];
}

export class ApplyEvalRunRequest {
  /** Make the change although fewer cases pass with it, where the workspace allows that. */
  @ApiPropertyOptional({ type: Boolean, default: false })
  @IfSent()
  @IsBoolean()
  confirm?: boolean;
}

export class StartEvalRunRequest {
  /** Absent: all sets. */
  @IfSent()
  @Matches(EVAL_SET)
  set?: string;

  /** A change that is tried out: each case is played as things are, and with it. */
  @IfSent()
  @ValidateNested()
  @Type(() => ProposedChangeRequest)
  proposed?: ProposedChangeRequest;
}

export const toProposal = ({
  settings = [],
  activate = [],
  deactivate = [],
}: ProposedChangeRequest): ProposalWishes => ({
  settings: settings.map(({ group, values }) => ({ group, values })),
  activate,
  deactivate,
});

export function toExpectation(expect: EvalExpectationRequest): EvalExpectation {
  const { contains = [], notContains = [], cites = [], action, language, slots } = expect;
  return {
    contains,
    notContains,
    cites,
    ...(action === undefined ? {} : { action }),
    ...(language === undefined ? {} : { language }),
    ...(slots === undefined ? {} : { slots: slots.map(({ key, value }) => ({ key, value })) }),
  };
}

export function toCaseContent({ set, message, history = [], expect, agent }: EvalCaseRequest): EvalCaseContent {
  return {
    set,
    message,
    history: history.map(({ from, text }) => ({ from, text })),
    expect: toExpectation(expect),
    ...(agent === undefined ? {} : { agent: toAgent(agent) }),
  };
}

const toAgent = ({ instructions, slots }: EvalAgentRequest): EvalAgent => ({
  instructions,
  slots: slots.map(({ key, question, kind }) => ({ key, question, ...(kind === undefined ? {} : { kind }) })),
});

export class ConversationCaseRequest {
  /**
   * Cases of one name are run together.
   * @example "shipping"
   */
  @Matches(EVAL_SET)
  set: string;

  /** A message of the customer; without it, what they have said last. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @IfSent()
  @IsString()
  @Matches(ID_PATTERN, { message: 'messageId must be an id' })
  messageId?: string;

  /** What a good reply is like. */
  @ApiProperty({ type: EvalExpectationRequest })
  @ValidateNested()
  @Type(() => EvalExpectationRequest)
  expect: EvalExpectationRequest;

  /** An agent takes the message, instead of a single reply. */
  @ApiPropertyOptional({ type: EvalAgentRequest })
  @IfSent()
  @ValidateNested()
  @Type(() => EvalAgentRequest)
  agent?: EvalAgentRequest;
}

export const toCaseWishes = ({
  set,
  expect,
  agent,
}: ConversationCaseRequest): Omit<EvalCaseContent, 'message' | 'history'> => ({
  set,
  expect: toExpectation(expect),
  ...(agent === undefined ? {} : { agent: toAgent(agent) }),
});
