import type { AiCallOptions, AiTokenUsage } from './ai-call';
import type { AiEmbeddings, AiEmbedOptions } from './ai-embedding';
import type { AiAudio, AiTranscript } from './ai-transcript';

export const AI_ROLES = ['system', 'user', 'assistant', 'tool'] as const;
export type AiRole = (typeof AI_ROLES)[number];

/** `url`: https, or a data URL of at most 5 MB; what a vision model may look at. */
export type AiContentPart = { type: 'text'; text: string } | { type: 'image'; url: string };

export interface AiToolCall {
  id: string;
  name: string;
  /** Checked to be an object that fits the tool's schema. */
  arguments: Record<string, unknown>;
}

export type AiMessage =
  | { role: 'system'; content: string }
  | { role: 'user'; content: string | readonly AiContentPart[] }
  | { role: 'assistant'; content: string; toolCalls?: readonly AiToolCall[] }
  | { role: 'tool'; toolCallId: string; content: string };

/** JSON Schema (draft 2020-12), an object at its root. */
export type AiJsonSchema = Readonly<Record<string, unknown>>;

export interface AiTool {
  /** Letters, digits, `_` and `-`, at most 64. */
  name: string;
  description: string;
  parameters: AiJsonSchema;
}

export const AI_REASONING_EFFORTS = ['none', 'minimal', 'low', 'medium', 'high'] as const;
export type AiReasoningEffort = (typeof AI_REASONING_EFFORTS)[number];

export interface AiCompletionRequest {
  messages: readonly AiMessage[];
  /** The answer must be JSON that fits; it then stands in `json`. */
  schema?: { name: string; jsonSchema: AiJsonSchema };
  tools?: readonly AiTool[];
  /** The provider's own where it is not given. */
  model?: string;
  /** 0–2. Left out for models that refuse it. */
  temperature?: number;
  reasoningEffort?: AiReasoningEffort;
  /** Of the answer, its reasoning included. */
  maxTokens: number;
}

/** `length`: cut off at `maxTokens`; `refused`: the model would not answer, `text` is what it said instead. */
export type AiFinish = 'stop' | 'length' | 'tools' | 'refused';

export interface AiCompletion {
  /** At most 64 KB. */
  text: string;
  /** Present exactly when a schema was asked for and `finish` is `stop`; it fits the schema. */
  json?: unknown;
  toolCalls: readonly AiToolCall[];
  finish: AiFinish;
  /** As it was asked for, not as the server calls it. */
  model: string;
  /** The provider's name, as configured. */
  provider: string;
  usage: AiTokenUsage;
}

/** What a provider can do. Callers take their extractive path where it does not generate. */
export interface AiCapabilities {
  generates: boolean;
  embeds: boolean;
  transcribes: boolean;
}

/** A provider of language models. Deadlines in milliseconds. Each method fails with `AiError` and nothing else. */
export abstract class AiClient {
  abstract readonly capabilities: AiCapabilities;
  /** The name of the model whose vectors `embed` gives now; rows that carry another need re-embedding. */
  abstract readonly embeddingModel: string;
  /** @throws AiError */
  abstract complete(request: AiCompletionRequest, options: AiCallOptions): Promise<AiCompletion>;
  /** One unit vector for each text, in their order; at most 2048 texts. @throws AiError */
  abstract embed(texts: readonly string[], options: AiEmbedOptions): Promise<AiEmbeddings>;
  /** @throws AiError */
  abstract transcribe(audio: AiAudio, options: AiCallOptions): Promise<AiTranscript>;
}
