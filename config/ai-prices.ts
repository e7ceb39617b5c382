/** US dollars for a million tokens. `cached`: of a prompt's tokens that the provider had in its cache. */
export interface AiPrice {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/**
 * By the beginning of the model's name, the longest that fits; dated names fit their family. AI_PRICES adds to it and takes
 * precedence. Source: OpenAI "Pricing" (developers.openai.com/api/docs/pricing), standard tier, as known in November 2026.
 */
export const AI_PRICES: Readonly<Record<string, AiPrice>> = {
  'gpt-5.5': { input: 5, cached: 0.5, output: 30 },
  'gpt-5.4': { input: 2.5, cached: 0.25, output: 15 },
  'gpt-5.4-mini': { input: 0.75, cached: 0.075, output: 4.5 },
  'gpt-5.4-nano': { input: 0.2, cached: 0.02, output: 1.25 },
  'gpt-5': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5-mini': { input: 0.25, cached: 0.025, output: 2 },
  'gpt-5-nano': { input: 0.05, cached: 0.005, output: 0.4 },
  'gpt-4.1': { input: 2, cached: 0.5, output: 8 },
  'gpt-4.1-mini': { input: 0.4, cached: 0.1, output: 1.6 },
  'gpt-4.1-nano': { input: 0.1, cached: 0.025, output: 0.4 },
  'gpt-4o': { input: 2.5, cached: 1.25, output: 10 },
  'gpt-4o-mini': { input: 0.15, cached: 0.075, output: 0.6 },
  'gpt-4o-mini-transcribe': { input: 1.25, cached: 1.25, output: 5 },
  'gpt-4o-transcribe': { input: 2.5, cached: 2.5, output: 10 },
  'text-embedding-3-small': { input: 0.02, cached: 0.02, output: 0 },
  'text-embedding-3-large': { input: 0.13, cached: 0.13, output: 0 },
};

/** Of a model that no table names: dear, so that a cap in dollars still holds. Set AI_PRICES for models that cost nothing. */
export const UNKNOWN_AI_PRICE: AiPrice = { input: 5, cached: 5, output: 30 };
