import fc from 'fast-check';
import { messagePath } from './message-path';
import { ALL_RULES } from './rules';
import { LONG_SCENARIOS } from './scenarios';
import type { State } from './state';
import { decodeState, encodeState, STATE_BYTES } from './state-codec';

const model = messagePath(ALL_RULES, {
  ...LONG_SCENARIOS.foreignEchoAndHold,
  secondMessage: true,
  timer: true,
  crashes: 1,
});

/** The states met by taking, again and again, one of the possible moves. */
function walk(choices: readonly number[]): State[] {
  const state = model.initial();
  return choices.map((choice) => {
    const moves = model.moves(state);
    moves[choice % moves.length]?.apply(state);
    return structuredClone(state);
  });
}

function encoded(state: State): Uint8Array {
  const bytes = new Uint8Array(STATE_BYTES);
  encodeState(state, bytes);
  return bytes;
}

function mirrored(state: State): State {
  const { leaseOwner } = state.conversation;
  const conversation = { ...state.conversation, leaseOwner: leaseOwner === 0 ? 0 : 3 - leaseOwner };
  return { ...state, conversation, workers: state.workers.toReversed() };
}

const walks = fc.array(fc.nat(1000), { minLength: 60, maxLength: 60 });

describe('state codec', () => {
  it('gives a state back as it was, but for the names of the workers', () => {
    const roundTrip = fc.property(walks, (choices) => {
      for (const state of walk(choices)) {
        expect([state, mirrored(state)]).toContainEqual(decodeState(encoded(state)));
      }
    });
    fc.assert(roundTrip, { numRuns: 30 });
  });

  it('gives mirrored states one key', () => {
    const mirror = fc.property(walks, (choices) => {
      for (const state of walk(choices)) expect(encoded(mirrored(state))).toEqual(encoded(state));
    });
    fc.assert(mirror, { numRuns: 30 });
  });
});
