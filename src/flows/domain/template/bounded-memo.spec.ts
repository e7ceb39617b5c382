import { memoized } from './bounded-memo';

describe('memoized', () => {
  it('makes each thing once while it is in use, and forgets what was not asked for in a long time', () => {
    const made: string[] = [];
    const upper = memoized((source) => {
      made.push(source);
      return source.toUpperCase();
    }, 2);
    const ask = (...sources: string[]) => sources.map(upper);
    expect(ask('a', 'a', 'b', 'a')).toEqual(['A', 'A', 'B', 'A']);
    expect(made).toEqual(['a', 'b']);
    ask('c', 'a', 'd', 'a');
    expect(made).toEqual(['a', 'b', 'c', 'd']);
    ask('e', 'f', 'b');
    expect(made).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'b']);
  });
});
