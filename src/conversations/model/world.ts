import type { Bounds } from './bounds';
import type { Move } from './move';
import type { Rules } from './rules';
import type { State } from './state';

export type StateMove = Move<State>;

/** What every part of the model is parameterised with. */
export interface World {
  readonly rules: Rules;
  readonly bounds: Bounds;
}

/** A move that the system makes by itself, sooner or later. */
export function step(label: () => string, apply: (next: State) => void): StateMove {
  return { label, optional: false, apply };
}

/** A move of the environment that may never come. */
export function chance(label: () => string, apply: (next: State) => void): StateMove {
  return { label, optional: true, apply };
}

export function violate(state: State, invariant: string): void {
  state.violation ??= invariant;
}
