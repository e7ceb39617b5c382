import { interval, median, percentile, spread, verdictOf } from './statistics.mjs';
import { aimText, figure, percent, table } from './table.mjs';

describe('statistics of rounds', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])('median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it.each([
    [0.5, 50],
    [0.99, 99],
    [1, 100],
    [0, 1],
  ])('percentile %d of 1…100 is %d', (share, expected) => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, share)).toBe(expected);
  });

  it('tells how far rounds lie apart, against their median', () => {
    expect(spread([90, 100, 120])).toBeCloseTo(0.3);
  });

  it('gives an interval around the median that is the same at every call', () => {
    const values = [1, 2, 3, 4, 5, 6, 7];
    const [low, high] = interval(values);
    expect(low).toBeLessThan(4);
    expect(high).toBeGreaterThan(4);
    expect(interval(values)).toEqual([low, high]);
  });

  const rounds = (ratios: number[], baseline = 100) => ratios.map((ratio) => ({ ours: ratio * baseline, baseline }));

  it.each([
    ['met', rounds([0.9, 0.92, 0.91]), { atLeast: 0.85 }],
    ['missed', rounds([0.5, 0.52, 0.51]), { atLeast: 0.85 }],
    ['open', rounds([0.7, 0.9, 1]), { atLeast: 0.85 }],
    ['met', rounds([1.5, 1.6, 1.55]), { atMost: 1.7 }],
    ['missed', rounds([2.5, 2.6, 2.55]), { atMost: 1.7 }],
  ] as const)('says "%s"', (verdict, pairs, aim) => {
    expect(verdictOf(pairs, aim).verdict).toBe(verdict);
  });

  it('gives no verdict when the baseline itself moves by more than a quarter', () => {
    const pairs = [...rounds([0.9], 100), ...rounds([0.9], 130), ...rounds([0.9], 101)];
    expect(verdictOf(pairs, { atLeast: 0.85 })).toMatchObject({ verdict: 'too noisy' });
  });
});

describe('tables', () => {
  it('aligns figures to the right and names to the left', () => {
    const text = table(
      ['what', 'figure'],
      [
        ['a', 1],
        ['longer', 1000],
      ],
    );
    expect(text.split('\n')).toEqual(['what    figure', '------  ------', 'a            1', 'longer    1000']);
  });

  it.each([
    [1234.5, '1235'],
    [12.345, '12.3'],
    [1.2345, '1.23'],
    [0.12345, '0.123'],
    [NaN, '–'],
  ])('shows %d as %s', (value, expected) => {
    expect(figure(value)).toBe(expected);
  });

  it('shows shares and aims', () => {
    expect(percent(0.256)).toBe('26 %');
    expect(aimText({ atLeast: 0.85 })).toBe('≥ 0.85');
    expect(aimText({ atMost: 1.7 })).toBe('≤ 1.7');
  });
});
