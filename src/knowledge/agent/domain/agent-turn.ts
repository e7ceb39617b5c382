import type { AiJsonSchema } from '../../../shared/providers/ai';
import type { ReplySeverity } from '../../domain/reply/reply-output';

/** What an agent should find out. */
export interface AgentSlot {
  key: string;
  question: string;
  required: boolean;
  /** What a value looks like, in words: `a number`, `one of: S, M, L`. */
  kind?: string;
  /** Null: not known yet. */
  value: string | null;
}

export interface PastMessage {
  from: 'customer' | 'business';
  text: string;
}

/** One turn of a talk that an agent leads: everything that it may know. Nothing is looked up beside it. */
export interface AgentTurnInput {
  /** Who the agent is and what it is for; written by the author of the flow. */
  instructions: string;
  /** What the customer has just said. */
  text: string;
  /** Before it, oldest first. */
  history: readonly PastMessage[];
  slots: readonly AgentSlot[];
  /** When it is done beside having what is required; when it should give up. */
  endCondition: string | null;
  stopCondition: string | null;
  /** Of this turn: answers of the customer that were heard before it. */
  turn: number;
  /** BCP 47; the language to answer in. */
  language: string;
  maxSentences: number;
  /** Random: no message can know it, and so end its own quotation. */
  boundary: string;
}

/** What the model may have done. Whether it is allowed, and on whose record, is decided where it runs. */
export interface AgentTool {
  name: string;
  description: string;
  parameters: AiJsonSchema;
  /**
   * @returns what the model is told of the outcome; a refusal is an outcome, too
   * @throws only for faults that end the turn
   */
  run(args: Record<string, unknown>): Promise<AgentToolOutcome>;
}

export interface AgentToolOutcome {
  ok: boolean;
  /** Untrusted where it comes from outside: it is quoted to the model. */
  told: string;
}

/** A call as the trace shows it. */
export interface AgentCall {
  tool: string;
  arguments: Record<string, unknown>;
  ok: boolean;
}

/** What the agent would say and has found out. It says nothing by itself. */
export interface AgentProposal {
  reply: string;
  /** Values by slot; those of other names are dropped. */
  slots: Record<string, string>;
  done: boolean;
  stopped: boolean;
  escalate: boolean;
  /** How urgent it takes the need for a person to be. */
  severity?: ReplySeverity;
  reason?: string;
  calls: AgentCall[];
  /** `rules`: no language model was asked. */
  by: 'model' | 'rules';
}
