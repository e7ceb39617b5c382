import type { Bounds } from './bounds';
import { environmentMoves } from './environment';
import { isQuiet, unfinished } from './invariants';
import type { Model } from './move';
import type { Rules } from './rules';
import { initialState, type State } from './state';
import { decodeState, encodeState, STATE_BYTES } from './state-codec';
import { workerMoves } from './worker';

/** One conversation, two workers and their environment, as a model to explore. */
export function messagePath(rules: Rules, bounds: Bounds): Model<State> {
  const world = { rules, bounds };
  return {
    stateBytes: STATE_BYTES,
    initial: () => initialState(bounds),
    encode: encodeState,
    decode: decodeState,
    moves: (state) => [
      ...environmentMoves(state, world),
      ...state.workers.flatMap((_worker, index) => workerMoves(state, index, world)),
    ],
    violation: (state) => state.violation,
    isQuiet,
    unfinished,
  };
}
