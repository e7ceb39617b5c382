/** US dollars for a million tokens. */
export interface ModelPrice {
  input: number;
  cached: number;
  output: number;
}

export interface TokenCounts {
  promptTokens: number;
  completionTokens: number;
  /** Of the prompt's. */
  cachedTokens?: number;
}

export interface PriceList {
  /** By the beginnings of models' names. */
  known: Readonly<Record<string, ModelPrice>>;
  /** Of all others. */
  unknown: ModelPrice;
}

/** A billionth of a dollar: one token of the cheapest model costs twenty. */
export const NANOS_PER_USD = 1_000_000_000;
/** A million tokens at one dollar. */
const NANOS_PER_TOKEN_AND_USD = 1_000;

/** The price of the longest beginning that fits the model's name, whole or up to a `-`, `:` or `@`. */
export function priceOf(model: string, { known, unknown }: PriceList): ModelPrice {
  const fits = Object.keys(known).filter((name) => model === name || isFamily(name, model));
  const longest = fits.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? unknown : (known[longest] ?? unknown);
}

// `gpt-5-mini-2025-08-07` is a `gpt-5-mini`; `gpt-5.4` is no `gpt-5`.
const isFamily = (name: string, model: string): boolean =>
  model.startsWith(name) && /[-:@]/.test(model[name.length] ?? '');

/** In billionths of a dollar, rounded up. */
export function costOf({ promptTokens, completionTokens, cachedTokens = 0 }: TokenCounts, price: ModelPrice): number {
  const fresh = promptTokens - cachedTokens;
  const dollars = fresh * price.input + cachedTokens * price.cached + completionTokens * price.output;
  return Math.ceil(dollars * NANOS_PER_TOKEN_AND_USD);
}

export const usdOf = (nanos: number): number => nanos / NANOS_PER_USD;
export const nanosOf = (usd: number): number => Math.round(usd * NANOS_PER_USD);
