import type { AiTokenUsage } from './ai-call';

export const AI_ERROR_CLASSES = [
  /** The provider's own limit: wait, then the same call may pass. */
  'limited',
  /** No answer, or a broken one: may be tried again. */
  'transient',
  /** The provider's policy forbids this call; it will not pass. */
  'refused',
  /** The answer does not fit what was asked for, also when it was asked again; or the prompt is too long. */
  'invalid',
  /** Key, address, model or capability are not there: a person has to act. */
  'config',
  /** The workspace's cap or plan is used up. */
  'budget',
  /** The caller's signal. */
  'cancelled',
] as const;
export type AiErrorClass = (typeof AI_ERROR_CLASSES)[number];

export interface AiErrorExtra {
  retryAfterMs?: number;
  /** Code-like, for logs: a status or the network's word. Never a text of a model or of a person. */
  detail?: string;
  /** What the call cost although it failed. */
  usage?: AiTokenUsage;
  cause?: unknown;
}

/** The one failure of AI calls. `message` is safe to show and holds nothing of what was asked or answered. */
export class AiError extends Error {
  readonly class: AiErrorClass;
  readonly retryAfterMs?: number;
  readonly detail: string;
  readonly usage?: AiTokenUsage;

  constructor(failureClass: AiErrorClass, message: string, { retryAfterMs, detail, usage, cause }: AiErrorExtra = {}) {
    super(message, { cause });
    this.name = 'AiError';
    this.class = failureClass;
    this.detail = detail ?? failureClass;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
    if (usage !== undefined) this.usage = usage;
  }
  /** The same failure with another cost. */
  withUsage(usage: AiTokenUsage): AiError {
    const { message, detail, cause, retryAfterMs } = this;
    const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
    return new AiError(this.class, message, { detail, usage, cause, ...wait });
  }
}
