import type { FailedCheck } from '../guardrails/reply-checks';
import type { Alarm } from '../guardrails/safety-rules';
import type { DecisionReason, ReplyAction } from '../guardrails/reply-decision';
import type { PromptPart } from './prompt';
import type { ReplySeverity } from './reply-output';

/** Why no model's reply is proposed. */
export const FALLBACK_REASONS = ['no_provider', 'no_budget', 'ai_unavailable', 'refused', 'invalid_output'] as const;
export type FallbackReason = (typeof FALLBACK_REASONS)[number];

export interface ReplyCitation {
  chunkId: string;
  itemId: string;
  title: string;
}

export interface ReplyUsage {
  provider: string;
  model: string;
  promptTokens: number;
  completionTokens: number;
  /** Calls that were answered. */
  calls: number;
}

/** What should become of a message. Whoever applies it decides nothing about its text any more. */
export interface ReplyProposal {
  action: ReplyAction;
  /** To the customer. In a handoff a line that a person will answer, or empty. */
  text: string;
  /** `generated`: a model wrote it; `extractive`: sentences of the knowledge; `fixed`: a line of the program. */
  mode: 'generated' | 'extractive' | 'fixed';
  reason: DecisionReason | FallbackReason | Alarm;
  /** Of the model, for people: why it wants one. */
  escalationReason: string | null;
  /** In a handoff: how urgent it seems; null: nobody says. */
  severity: ReplySeverity | null;
  /** In a handoff: how long the bot is silent; null: it is not. */
  holdMinutes: number | null;
  /** BCP 47. */
  language: string;
  citations: readonly ReplyCitation[];
  /** Rules that the text breaks; for a blocked one, what was not sent. */
  failed: readonly FailedCheck[];
  tags: readonly string[];
  /** Null when no model answered. */
  usage: ReplyUsage | null;
  /** What the model was shown, without contact data and secrets. */
  prompt: readonly PromptPart[];
}
