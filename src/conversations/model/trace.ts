import type { Model } from './move';

/**
 * The labels along a path of move indexes. Encoding may rename interchangeable parts (the workers), so the path is walked
 * twice: once over the encoded states, then with names that stay, taking at each state the move that leads to the same key.
 */
export function findTrace<S>(model: Model<S>, path: readonly number[]): string[] {
  const keys = keysAlong(model, path);
  const labels: string[] = [];
  let state = model.initial();
  for (const key of keys) {
    const taken = takeMoveTo(model, state, key);
    labels.push(taken.label);
    state = taken.next;
  }
  return labels;
}

/** For each move of the path the key it leads to, with the invariant it breaks. */
function keysAlong<S>(model: Model<S>, path: readonly number[]): string[] {
  const keys: string[] = [];
  let bytes = encoded(model, model.initial());
  for (const index of path) {
    const next = model.decode(bytes);
    model.moves(model.decode(bytes))[index]?.apply(next);
    keys.push(keyOf(model, next));
    bytes = encoded(model, next);
  }
  return keys;
}

function takeMoveTo<S>(model: Model<S>, state: S, key: string): { label: string; next: S } {
  const moves = model.moves(state);
  for (const move of moves) {
    const next = structuredClone(state);
    move.apply(next);
    if (keyOf(model, next) === key) return { label: move.label(), next };
  }
  throw new Error('the model is not deterministic: a recorded move cannot be found again');
}

function keyOf<S>(model: Model<S>, state: S): string {
  return `${Buffer.from(encoded(model, state)).toString('hex')} ${model.violation(state) ?? ''}`;
}

function encoded<S>(model: Model<S>, state: S): Uint8Array {
  const bytes = new Uint8Array(model.stateBytes);
  model.encode(state, bytes);
  return bytes;
}
