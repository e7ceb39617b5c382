import { median, spread } from './statistics.mjs';
import { aimText, figure, percent, table } from './table.mjs';

/** @param rows `[{ title, values, atMost, atLeast }]`: figures of repeated runs against an aim; without one they are only shown */
export function absolute(rows) {
  return table(
    ['', 'median', 'spread', 'aim', 'verdict'],
    rows.map(({ title, values, ...aim }) => [
      title,
      figure(median(values)),
      percent(spread(values)),
      isAim(aim) ? aimText(aim) : '',
      isAim(aim) ? verdictOf(median(values), aim) : '',
    ]),
  );
}

const isAim = ({ atMost, atLeast }) => atMost !== undefined || atLeast !== undefined;

const verdictOf = (value, { atMost = Infinity, atLeast = -Infinity }) =>
  value <= atMost && value >= atLeast ? 'met' : 'missed';
