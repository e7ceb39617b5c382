export interface AiCallOptions {
  /** Ends the call with class `cancelled`. */
  signal?: AbortSignal;
  /** From now, for everything: retries and the second provider included. */
  deadlineMs: number;
}

/** In tokens. `estimated` where the provider does not say. */
export interface AiTokenUsage {
  promptTokens: number;
  completionTokens: number;
  /** Of the prompt's, those that the provider had in its cache. */
  cachedTokens?: number;
  estimated?: true;
}
