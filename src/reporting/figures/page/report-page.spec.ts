import { figuresOf } from '../domain/figures';
import { comparisonOf, keyNumbersOf, trendOf } from '../domain/key-numbers';
import { lines, rankedBars, stackedBars } from './charts';
import { shown } from './html';
import { PAGE_POLICY, type PageContent, reportPage } from './report-page';

const DAY = '2026-06-01';
const HOSTILE = '<img src=x onerror="alert(1)">';

function content(counts: Record<string, number>): PageContent {
  const byDay = new Map([[DAY, counts]]);
  const figures = figuresOf(counts);
  const numbers = keyNumbersOf(figures);
  return {
    summary: {
      ...{ from: DAY, to: DAY, previous: { from: '2026-05-31', to: '2026-05-31' }, figures, missedWindows: 0 },
      standing: { timeZone: 'UTC', countedAt: null, isRecounting: true },
      cost: { costUsd: 1.5, calls: 2, tokens: 30, costPerGoalUsd: null },
      compared: comparisonOf(numbers, keyNumbersOf(figuresOf({ 'conv:active': 4 }))),
      accuracy: { times: 'exact', previousTimes: 'exact', histogramError: 0.01 },
    },
    days: trendOf([DAY], byDay).map((day) => ({ ...day, costUsd: 0 })),
    labels: { failure: { [HOSTILE]: '0' } },
    byDay,
  };
}

describe('the page', () => {
  it('shows figures beside those before, and says that they may change', () => {
    const page = reportPage(content({ 'conv:active': 5, 'h:first:200': 1 }));
    expect(page).toContain('▲ 25%, before: 4');
    expect(page).toContain('may still change');
    expect(page).toContain('$1.50');
  });

  it('shows what others wrote as text', () => {
    const page = reportPage(content({ 'fail:0': 2 }));
    expect(page).not.toContain(HOSTILE);
    expect(page).toContain('&lt;img');
  });

  it('draws nothing that is not a number, whatever there is', () => {
    const all: Record<string, number>[] = [{}, { 'conv:active': 1 }, { 'h:first:1000': 3, 'out:bot': 1e7 }];
    for (const counts of all) expect(reportPage(content(counts))).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  it('allows its own style and nothing else', () => {
    expect(PAGE_POLICY).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
  });
});

describe('charts', () => {
  const chart = { id: 'c', title: 'T', says: 'S', format: 'count' as const, days: ['2026-06-01', '2026-06-02'] };

  it('break a line where there is nothing to show', () => {
    const days = ['1', '2', '3'];
    const drawn = lines({ ...chart, days, series: [{ name: 'A', values: [1, null, 2] }] });
    expect(drawn.match(/ d="([^"]*)"/)?.[1]?.match(/M/g)).toHaveLength(2);
    expect(drawn.match(/<circle/g)).toHaveLength(2);
  });

  it('have a top that nothing exceeds, and round lines', () => {
    const drawn = stackedBars({
      ...chart,
      series: [
        { name: 'A', values: [130, 86] },
        { name: 'B', values: [86, 0] },
      ],
    });
    expect([...drawn.matchAll(/text-anchor="end">([^<]+)</g)].map(([, label]) => label)).toEqual([
      '0',
      '60',
      '120',
      '180',
      '240',
    ]);
  });

  it('say when there is nothing', () => {
    expect(rankedBars('r', 'Reasons', [])).toContain('None.');
  });

  it.each([
    [null, 'count', '–'],
    [1_234.4, 'count', '1,234'],
    [0.5, 'share', '50%'],
    [90_000, 'time', '1.5 min'],
    [250, 'time', '250 ms'],
    [2 * 86_400_000, 'time', '2 d'],
    [0.123, 'money', '$0.12'],
  ] as const)('%s as %s is %s', (value, format, text) => {
    expect(shown(value, format)).toBe(text);
  });
});
