/** One atomic thing that can happen next. */
export interface Move<S> {
  readonly label: () => string;
  /** The environment may do it but need not (crash, loss, new input): progress must never depend on it. */
  readonly optional: boolean;
  /** Changes the copy it is given. */
  readonly apply: (next: S) => void;
}

/** What the explorer needs to know of a model. Encoded states have a fixed size that is a multiple of four. */
export interface Model<S> {
  readonly stateBytes: number;
  initial(): S;
  encode(state: S, into: Uint8Array): void;
  /** Returns a state of its own that may be changed at will. */
  decode(bytes: Uint8Array): S;
  moves(state: S): Move<S>[];
  /** The invariant that the move leading here broke. */
  violation(state: S): string | undefined;
  /** For a state in which nobody is at work: why it may not be the end; `undefined` = all is well. */
  unfinished(state: S): string | undefined;
  /** Nobody is at work. */
  isQuiet(state: S): boolean;
}
