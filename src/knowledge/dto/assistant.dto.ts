import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, ValidateIf } from 'class-validator';
import type { HelpAnswer } from '../assistant/help-assistant.service';
import { ASSISTANT_LIMITS, type AssistantConfig } from '../domain/assistant-config';

const ANSWER_MODES = ['extractive', 'generated', 'none'] as const;
const PROMPT = {
  type: String,
  nullable: true,
  minLength: 1,
  maxLength: ASSISTANT_LIMITS.prompt,
  description: 'To the model; null for the usual words.',
} as const;

export class AssistantConfigRequest {
  /** @example "Parley help" */
  @IsString()
  @Length(1, ASSISTANT_LIMITS.name)
  assistantName: string;

  @IsString()
  @Length(1, ASSISTANT_LIMITS.description)
  assistantDescription: string;

  @ApiProperty(PROMPT)
  @ValidateIf((_, value) => value !== null)
  @IsString()
  @Length(1, ASSISTANT_LIMITS.prompt)
  systemPrompt: string | null;
}

export class AssistantConfigResponse {
  assistantName: string;

  assistantDescription: string;

  @ApiProperty(PROMPT)
  systemPrompt: string | null;
}

export class AssistantResponse {
  assistantName: string;

  assistantDescription: string;
}

export class AskAssistantRequest {
  /** @example "How do I connect an Instagram account?" */
  @IsString()
  @Length(1, ASSISTANT_LIMITS.question)
  question: string;
}

class HelpCitationResponse {
  title: string;

  /** What the answer rests on, word by word. */
  quote: string;
}

export class HelpAnswerResponse {
  /** False: the help texts do not answer it. */
  answered: boolean;

  @ApiProperty({ type: String, nullable: true })
  text: string | null;

  @ApiProperty({ type: [HelpCitationResponse] })
  citations: HelpCitationResponse[];

  @ApiProperty({ enum: ANSWER_MODES, description: '`extractive`: quoted from the help texts, written by no model.' })
  mode: (typeof ANSWER_MODES)[number];
}

export const toAssistantResponse = ({ assistantName, assistantDescription }: AssistantConfig): AssistantResponse => ({
  assistantName,
  assistantDescription,
});

export const toHelpAnswerResponse = ({ citations, ...answer }: HelpAnswer): HelpAnswerResponse => ({
  ...answer,
  citations: citations.map(({ title, quote }) => ({ title, quote })),
});
