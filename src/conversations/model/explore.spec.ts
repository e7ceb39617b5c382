import { explore } from './explore';
import type { Model, Move } from './move';

interface Counter {
  value: number;
}

/** A number from 0 to 9 that is doubled or raised by one; the tests choose which moves there are and what is wrong. */
function counter(moves: (value: number) => Move<Counter>[], rest: Partial<Model<Counter>> = {}): Model<Counter> {
  return {
    stateBytes: 4,
    initial: () => ({ value: 0 }),
    encode: ({ value }, into) => into.fill(value, 0, 1),
    decode: (bytes) => ({ value: bytes[0] ?? 0 }),
    moves: ({ value }) => moves(value),
    violation: () => undefined,
    unfinished: ({ value }) => (value === 9 ? undefined : `stopped at ${value}`),
    isQuiet: () => true,
    ...rest,
  };
}

function to(target: number, label: string, optional = false): Move<Counter> {
  return { label: () => label, optional, apply: (next) => void (next.value = target) };
}

const LIMITS = { maxStates: 1000, checkProgress: true };

describe('explore', () => {
  it('visits every reachable state once', () => {
    const model = counter((value) => (value < 9 ? [to(value + 1, 'up'), to(0, 'reset')] : []));
    expect(explore(model, LIMITS)).toEqual({ states: 10, transitions: 18, exhaustive: true, violation: undefined });
  });

  it('finds a shortest trace to a broken invariant', () => {
    const moves = (value: number) => [to(Math.min(9, value + 1), 'up'), to(Math.min(9, value * 2), 'double')];
    const model = counter(moves, { violation: ({ value }) => (value === 8 ? 'eight' : undefined) });
    expect(explore(model, LIMITS).violation).toEqual({ what: 'eight', trace: ['up', 'up', 'double', 'double'] });
  });

  it('finds a state in which nothing happens any more', () => {
    const model = counter((value) => (value < 5 ? [to(value + 1, 'up')] : []));
    expect(explore(model, LIMITS).violation).toEqual({ what: 'stopped at 5', trace: Array(5).fill('up') });
  });

  it('finds states that go round for ever', () => {
    const model = counter((value) =>
      value === 0 ? [to(1, 'in'), to(9, 'out')] : value < 9 ? [to(3 - value, 'round')] : [],
    );
    expect(explore(model, LIMITS).violation).toEqual({ what: 'stopped at 2', trace: ['in', 'round'] });
  });

  it('does not count on optional moves for progress', () => {
    const model = counter((value) => (value === 0 ? [to(9, 'luck', true)] : []));
    expect(explore(model, LIMITS).violation).toEqual({ what: 'stopped at 0', trace: [] });
  });

  it('says so when it was cut short', () => {
    const model = counter((value) => (value < 9 ? [to(value + 1, 'up')] : []));
    expect(explore(model, { ...LIMITS, maxStates: 4 }).exhaustive).toBe(false);
  });
});
