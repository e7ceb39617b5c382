import type { Secret } from '../../kernel';

/**
 * `openai`: knows the newest parameters (`store`, `max_completion_tokens`, `reasoning_effort`), as OpenAI and Azure do.
 * `basic`: only those that every compatible server knows; some refuse a request that holds others.
 */
export const AI_DIALECTS = ['openai', 'basic'] as const;
export type AiDialect = (typeof AI_DIALECTS)[number];

/** A server that speaks OpenAI's API. */
export interface AiProviderSettings {
  /** What answers and logs call it. */
  name: string;
  /** With its version, without a slash at its end: `https://api.openai.com/v1`. */
  baseUrl: string;
  /** Servers on one's own machine often want none. */
  apiKey?: Secret;
  dialect: AiDialect;
  /** Absent: it does not generate. */
  model?: string;
  /** Absent: vectors are made offline. */
  embeddingModel?: string;
  /** Absent: it does not transcribe. */
  transcriptionModel?: string;
  /** `any`: set by the host, may lie in its own network. `public`: given by a user, must be https on the public internet. */
  reach: 'any' | 'public';
}
