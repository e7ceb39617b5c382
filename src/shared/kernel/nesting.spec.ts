import { isNestedWithin } from './nesting';

const nested = (levels: number, opening = '[', closing = ']'): unknown =>
  JSON.parse(`${opening.repeat(levels)}1${closing.repeat(levels)}`);

describe('isNestedWithin', () => {
  it.each([
    ['text', 0, true],
    [null, 0, true],
    [[], 0, false],
    [[], 1, true],
    [{ a: { b: 1 } }, 1, false],
    [{ a: { b: 1 } }, 2, true],
    [nested(32), undefined, true],
    [nested(33), undefined, false],
    [nested(100_000), undefined, false],
    [nested(100_000, '{"a":', '}'), undefined, false],
  ])('case %#', (value, levels, expected) => {
    expect(isNestedWithin(value, levels)).toBe(expected);
  });
});
