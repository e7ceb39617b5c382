import { median, spread, verdictOf } from './statistics.mjs';
import { aimText, figure, percent, table } from './table.mjs';
import { pick } from '../rounds.mjs';

const HEAD = ['', 'Parley', 'spread', 'baseline', 'spread', 'ratio', '90 % interval', 'aim', 'verdict'];

/** @param figures `[{ title, name, aim }]`; without an aim the ratio is only shown */
export function comparison(results, figures) {
  return table(
    HEAD,
    figures.map(({ title, name, aim }) => rowOf(title, pick(results, name), aim)),
  );
}

function rowOf(title, pairs, aim) {
  const ours = pairs.map((pair) => pair.ours);
  const baseline = pairs.map((pair) => pair.baseline);
  const { ratio, low, high, verdict } = verdictOf(pairs, aim ?? { atLeast: -Infinity });
  return [
    title,
    figure(median(ours)),
    percent(spread(ours)),
    figure(median(baseline)),
    percent(spread(baseline)),
    figure(ratio),
    `${figure(low)}–${figure(high)}`,
    aim === undefined ? '' : aimText(aim),
    aim === undefined ? '' : verdict,
  ];
}
