const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text within HTML or SVG, also within an attribute in quotes. */
export const escaped = (text: string | number): string =>
  String(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const ONE_DIGIT = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const PERCENT = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const MONEY = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumFractionDigits: 2 });
const NONE = '–';

const UNITS = [
  [24 * 60 * 60 * 1_000, 'd'],
  [60 * 60 * 1_000, 'h'],
  [60 * 1_000, 'min'],
  [1_000, 's'],
] as const;

export type Format = 'count' | 'share' | 'time' | 'money';

/** A dash for what is not known. */
export function shown(value: number | null, format: Format): string {
  if (value === null) return NONE;
  if (format === 'time') return duration(value);
  if (format === 'share') return PERCENT.format(value);
  return format === 'money' ? MONEY.format(value) : WHOLE.format(value);
}

/** As on an axis, where room is small. */
export const short = (value: number, format: Format): string =>
  format === 'count' ? COMPACT.format(value) : shown(value, format);

function duration(ms: number): string {
  const [unit, name] = UNITS.find(([size]) => ms >= size) ?? [1, 'ms'];
  return `${ONE_DIGIT.format(ms / unit)} ${name}`;
}
