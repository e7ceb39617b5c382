import { escaped, type Format, short, shown } from './html';

export interface Series {
  name: string;
  /** One for each day; null where there is nothing to show. */
  values: readonly (number | null)[];
}

export interface DayChart {
  id: string;
  title: string;
  /** In a sentence, for who cannot see it. */
  says: string;
  format: Format;
  days: readonly string[];
  series: readonly Series[];
}

const [WIDTH, HEIGHT] = [640, 220];
const EDGE = { left: 52, right: 10, top: 12, bottom: 26 };
const [PLOT_WIDTH, PLOT_HEIGHT] = [WIDTH - EDGE.left - EDGE.right, HEIGHT - EDGE.top - EDGE.bottom];
const BASE = EDGE.top + PLOT_HEIGHT;
const LINES = 4;
const DAY_LABELS = 6;

/** Bars for each day, one series upon the other. */
export function stackedBars(chart: DayChart): string {
  const totals = chart.days.map((_, day) => sumAt(chart.series, day));
  const top = niceTop(totals, chart.format);
  const slot = PLOT_WIDTH / chart.days.length;
  const bars = chart.days.map((day, place) => {
    let height = 0;
    const rects = chart.series.map(({ name, values }, series) => {
      const value = values[place] ?? 0;
      const [y, size] = [BASE - ((height + value) / top) * PLOT_HEIGHT, (value / top) * PLOT_HEIGHT];
      height += value;
      const tip = `<title>${escaped(`${day}: ${name} ${shown(value, chart.format)}`)}</title>`;
      const x = EDGE.left + place * slot + slot * 0.12;
      return size === 0 ? '' : rect(`s${series}`, { x, y, width: slot * 0.76, height: size }, tip);
    });
    return rects.join('');
  });
  return figure(chart, axes(chart, top) + bars.join(''));
}

/** A line for each series, broken where there is nothing to show. */
export function lines(chart: DayChart): string {
  const known = chart.series.flatMap(({ values }) => values.filter((value) => value !== null));
  const top = niceTop(known, chart.format);
  const slot = PLOT_WIDTH / chart.days.length;
  const drawn = chart.series.map(({ name, values }, series) => {
    const points = values.map((value, place) =>
      value === null
        ? null
        : { x: EDGE.left + (place + 0.5) * slot, y: BASE - (value / top) * PLOT_HEIGHT, value, place },
    );
    const path = points
      .map((point, place) =>
        point === null ? '' : `${(points[place - 1] ?? null) === null ? 'M' : 'L'}${fixed(point.x)} ${fixed(point.y)}`,
      )
      .join('');
    const dots = points.map((point) => {
      if (point === null) return '';
      const tip = escaped(`${chart.days[point.place] ?? ''}: ${name} ${shown(point.value, chart.format)}`);
      return `<circle class="s${series}" cx="${fixed(point.x)}" cy="${fixed(point.y)}" r="2.5"><title>${tip}</title></circle>`;
    });
    return `<path class="line s${series}" d="${path}"/>${dots.join('')}`;
  });
  return figure(chart, axes(chart, top) + drawn.join(''));
}

export interface NamedValue {
  name: string;
  value: number;
}

/** Bars beside each other's names, the greatest first. */
export function rankedBars(id: string, title: string, items: readonly NamedValue[]): string {
  if (items.length === 0) return `<figure><figcaption>${escaped(title)}</figcaption><p class="none">None.</p></figure>`;
  const [row, label] = [24, 200];
  const top = Math.max(1, ...items.map(({ value }) => value));
  const height = items.length * row + 4;
  const bars = items.map(({ name, value }, place) => {
    const [y, width] = [place * row + 4, (value / top) * (WIDTH - label - 70)];
    return (
      `<text class="name" x="${label - 8}" y="${y + 14}" text-anchor="end">${escaped(clipped(name))}</text>` +
      rect('s0', { x: label, y, width, height: row - 8 }, `<title>${escaped(`${name}: ${value}`)}</title>`) +
      `<text x="${fixed(label + width + 6)}" y="${y + 14}">${shown(value, 'count')}</text>`
    );
  });
  const says = items.map(({ name, value }) => `${name} ${value}`).join(', ');
  return (
    `<figure><figcaption id="${id}-t">${escaped(title)}</figcaption>` +
    `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}-t ${id}-d"><desc id="${id}-d">${escaped(says)}</desc>${bars.join('')}</svg></figure>`
  );
}

function figure({ id, title, says, series, days, format }: DayChart, drawing: string): string {
  const legend = series.map(({ name }, place) => `<li><span class="key s${place}"></span>${escaped(name)}</li>`);
  const head = series.map(({ name }) => `<th scope="col">${escaped(name)}</th>`).join('');
  const body = days
    .map((day, place) => {
      const cells = series.map(({ values }) => `<td>${escaped(shown(values[place] ?? null, format))}</td>`).join('');
      return `<tr><th scope="row">${day}</th>${cells}</tr>`;
    })
    .join('');
  return (
    `<figure><figcaption id="${id}-t">${escaped(title)}</figcaption><ul class="legend">${legend.join('')}</ul>` +
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-t ${id}-d"><desc id="${id}-d">${escaped(says)}</desc>${drawing}</svg>` +
    `<details><summary>The numbers</summary><table><thead><tr><th scope="col">Day</th>${head}</tr></thead><tbody>${body}</tbody></table></details></figure>`
  );
}

function axes({ days, format }: DayChart, top: number): string {
  const grid = Array.from({ length: LINES + 1 }, (_, line) => {
    const y = BASE - (line / LINES) * PLOT_HEIGHT;
    const value = short((top * line) / LINES, format);
    return (
      `<line class="grid" x1="${EDGE.left}" x2="${WIDTH - EDGE.right}" y1="${fixed(y)}" y2="${fixed(y)}"/>` +
      `<text x="${EDGE.left - 6}" y="${fixed(y + 4)}" text-anchor="end">${escaped(value)}</text>`
    );
  });
  const step = Math.max(1, Math.ceil(days.length / DAY_LABELS));
  const slot = PLOT_WIDTH / days.length;
  const names = days.map((day, place) =>
    place % step === 0
      ? `<text x="${fixed(EDGE.left + (place + 0.5) * slot)}" y="${HEIGHT - 8}" text-anchor="middle">${day.slice(5)}</text>`
      : '',
  );
  return grid.join('') + names.join('');
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const rect = (style: string, { x, y, width, height }: Box, inside: string): string =>
  `<rect class="${style}" x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}" rx="2">${inside}</rect>`;

const fixed = (value: number): string => value.toFixed(1);
const clipped = (name: string): string => (name.length > 26 ? `${name.slice(0, 25)}…` : name);
const sumAt = (series: readonly Series[], place: number): number =>
  series.reduce((sum, { values }) => sum + (values[place] ?? 0), 0);

const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
/** Between two lines of a chart of times, as people count them. */
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((count) => count * HOUR),
];

/** A round number that nothing exceeds, and that the lines divide into round ones. */
function niceTop(values: readonly number[], format: Format): number {
  const needed = Math.max(0, ...values) / LINES;
  if (format === 'share') return 1;
  if (format === 'time') return LINES * (TIME_STEPS.find((step) => step >= needed) ?? needed);
  if (needed <= 1) return LINES;
  const power = 10 ** Math.floor(Math.log10(needed));
  const step = STEPS.map((one) => one * power).find((one) => one >= needed && Number.isInteger(one));
  return LINES * (step ?? 10 * power);
}
