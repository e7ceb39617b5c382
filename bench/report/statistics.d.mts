export const TOO_NOISY: number;
export function percentile(values: readonly number[], share: number): number;
export function median(values: readonly number[]): number;
export function spread(values: readonly number[]): number;
export function interval(values: readonly number[]): [low: number, high: number];

export type Aim = { atLeast: number } | { atMost: number };

export interface RatioVerdict {
  ratio: number;
  low: number;
  high: number;
  /** Spread of the baseline's own rounds. */
  noise: number;
  /** `open`: the interval holds the aim. */
  verdict: 'met' | 'missed' | 'open' | 'too noisy';
}

export function verdictOf(pairs: readonly { ours: number; baseline: number }[], aim: Aim): RatioVerdict;
