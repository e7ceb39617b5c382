import { parseDuration } from './duration';
import { sameJson } from './same-json';

it.each<[string, number | null]>([
  ['45s', 45_000],
  ['20m', 1_200_000],
  ['3h', 10_800_000],
  ['1d 12h', 129_600_000],
  ['1h30m', 5_400_000],
  ['3', null],
  ['h', null],
  ['3h later', null],
  ['-3h', null],
  ['', null],
])('%j is %j milliseconds', (source, expected) => {
  expect(parseDuration(source)).toBe(expected);
});

it.each<[Parameters<typeof sameJson>[0], Parameters<typeof sameJson>[1], boolean]>([
  [{ a: 1, b: [2, null] }, { b: [2, null], a: 1 }, true],
  [{ a: 1 }, { a: 1, b: null }, false],
  [{ a: null }, { b: null }, false],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  ['1', 1, false],
  [null, {}, false],
])('%j and %j are equal: %j', (a, b, equal) => {
  expect(sameJson(a, b)).toBe(equal);
});
