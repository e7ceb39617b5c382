import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { ID_PATTERN, IfSent } from '../../shared/http';
import { EVAL_ACTIONS } from '../domain/evals/eval-case';
import { CHECK_RULES, type CheckRule, type Severity } from '../domain/guardrails/reply-checks';
import type { ReplyAction } from '../domain/guardrails/reply-decision';
import type { ReplyProposal } from '../domain/reply/reply-proposal';
import { HISTORY_MAX, MESSAGE_MAX, PastMessageDto } from './past-message.dto';

const ITEMS_MAX = 50;
const MODES = ['generated', 'extractive', 'fixed'] as const;
const SEVERITIES = ['block', 'doubt'] as const;

export class ReplyPreviewRequest {
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

  /** What the reply should do, as a flow would put it. */
  @IfSent()
  @IsString()
  @Length(1, MESSAGE_MAX)
  task?: string;

  @ApiPropertyOptional({ type: [String], maxItems: ITEMS_MAX, description: 'Only with these knowledge items.' })
  @IfSent()
  @IsArray()
  @ArrayMaxSize(ITEMS_MAX)
  @Matches(ID_PATTERN, { each: true })
  itemIds?: string[];
}

class FailedCheckResponse {
  @ApiProperty({ enum: CHECK_RULES })
  rule: CheckRule;

  @ApiProperty({
    enum: SEVERITIES,
    description: '`doubt`: a person should look first. `block`: nobody is shown such a text.',
  })
  severity: Severity;

  /** What was found, shortened. */
  found: string;
}

class ReplyCitationResponse {
  chunkId: string;

  itemId: string;

  title: string;
}

class ReplyUsageResponse {
  provider: string;

  model: string;

  promptTokens: number;

  completionTokens: number;

  calls: number;
}

class PromptPartResponse {
  name: string;

  text: string;
}

export class ReplyPreviewResponse {
  @ApiProperty({
    enum: EVAL_ACTIONS,
    description: 'What would become of it: sent, kept for a person to look at, or left to a person.',
  })
  action: ReplyAction;

  text: string;

  @ApiProperty({ enum: MODES, description: 'Written by a model, quoted from the knowledge, or a fixed line.' })
  mode: (typeof MODES)[number];

  /** Code of why. */
  reason: string;

  @ApiProperty({ type: String, nullable: true, description: 'Of the model: why a person is needed.' })
  escalationReason: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'How long the bot would be silent.' })
  holdMinutes: number | null;

  language: string;

  @ApiProperty({ type: [ReplyCitationResponse] })
  citations: ReplyCitationResponse[];

  @ApiProperty({ type: [FailedCheckResponse], description: 'Rules that the text breaks.' })
  failed: FailedCheckResponse[];

  tags: string[];

  @ApiProperty({ type: ReplyUsageResponse, nullable: true, description: 'Null: no model was asked.' })
  usage: ReplyUsageResponse | null;

  @ApiProperty({
    type: [PromptPartResponse],
    description: 'What the model was shown, without contact data and secrets.',
  })
  prompt: PromptPartResponse[];
}

export function toReplyPreviewResponse({
  citations,
  failed,
  tags,
  prompt,
  ...proposal
}: ReplyProposal): ReplyPreviewResponse {
  return { ...proposal, citations: [...citations], failed: [...failed], tags: [...tags], prompt: [...prompt] };
}
