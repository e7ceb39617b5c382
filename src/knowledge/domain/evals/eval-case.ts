import type { ReplyAction } from '../guardrails/reply-decision';
import type { PastMessage } from '../reply/reply-request';

export const EVAL_SET = /^[a-z0-9][a-z0-9-]{0,39}$/;
export const EVAL_AUTHORS = ['customer', 'bot', 'person'] as const;
export const EVAL_ACTIONS = ['send', 'draft', 'handoff'] as const;

/** What must be so of a proposal; what is absent or empty may be anything. */
export interface EvalExpectation {
  /** Texts that the reply must contain, whatever their case and accents. */
  contains: readonly string[];
  notContains: readonly string[];
  /** Knowledge items that it must rest on. */
  cites: readonly string[];
  action?: ReplyAction;
  /** ISO 639-1 code of the reply. */
  language?: string;
  /** What an agent has found out by then; an empty value: nothing yet. */
  slots?: readonly ExpectedSlot[];
}

export interface ExpectedSlot {
  key: string;
  value: string;
}

/** An agent that takes the message, instead of a single reply. */
export interface EvalAgent {
  instructions: string;
  slots: readonly { key: string; question: string; kind?: string }[];
}

/** A message with what a good reply to it is like. */
export interface EvalCase {
  id: string;
  set: string;
  message: string;
  history: readonly PastMessage[];
  expect: EvalExpectation;
  agent?: EvalAgent;
  /** Where it was taken from. */
  conversationId?: string;
}

export interface EvalResult {
  caseId: string;
  message: string;
  passed: boolean;
  /** What was not as expected, for people. */
  problems: readonly string[];
  action: ReplyAction;
  reason: string;
  mode: string;
  text: string;
  citedItemIds: readonly string[];
  /** Of an agent. */
  slots?: Readonly<Record<string, string>>;
  model?: string;
  durationMs: number;
}

export const passedOf = (results: readonly EvalResult[]): number => results.filter(({ passed }) => passed).length;
