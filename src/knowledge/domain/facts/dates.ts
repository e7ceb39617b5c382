const LOCALES = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'pl',
  'tr',
  'ru',
  'uk',
  'ar-EG',
  'ar-SA-u-ca-gregory',
  'ar-LB',
  'hi',
  'id',
  'sv',
  'da',
  'nb',
  'cs',
  'ro',
  'el',
  'vi',
];

const MONTHS: ReadonlyMap<string, number> = monthNames();

/** Any month's name, the longest first. */
const MONTH = [...MONTHS.keys()]
  .sort((left, right) => right.length - left.length)
  .map((name) => name.replace(/\./g, String.raw`\.`))
  .join('|');

const DAY = String.raw`(?<day>\d{1,2})`;
const YEAR = String.raw`(?<year>\d{4})`;

interface DatePattern {
  pattern: RegExp;
  /** `either`: whichever of day and month comes first. */
  order: 'named' | 'given' | 'either';
}

export const DATE_PATTERNS: readonly DatePattern[] = [
  { pattern: new RegExp(String.raw`(?<!\d)${YEAR}[-/.](?<month>\d{1,2})[-/.]${DAY}(?!\d)`, 'gu'), order: 'given' },
  { pattern: new RegExp(String.raw`(?:${YEAR}年)?(?<month>\d{1,2})月${DAY}[日号號]`, 'gu'), order: 'given' },
  {
    pattern: new RegExp(
      String.raw`(?<!\d)${DAY}(?<mark>[./-])(?<month>\d{1,2})\k<mark>(?<year>\d{4}|\d{2})(?!\d)`,
      'gu',
    ),
    order: 'either',
  },
  {
    pattern: new RegExp(
      String.raw`(?<!\d)${DAY}(?:\.|st|nd|rd|th|er|º|ª)?\s?(?:de\s|of\s)?(?<name>${MONTH})(?![\p{L}])\.?(?:,?\s(?:de\s)?${YEAR}(?!\d))?`,
      'giu',
    ),
    order: 'named',
  },
  {
    pattern: new RegExp(
      String.raw`(?<![\p{L}])(?<name>${MONTH})\.?\s${DAY}(?:st|nd|rd|th)?(?![\d:])(?:,?\s${YEAR}(?!\d))?`,
      'giu',
    ),
    order: 'named',
  },
  { pattern: new RegExp(String.raw`(?<![\d.])${DAY}\.(?<month>\d{1,2})\.(?!\d)`, 'gu'), order: 'given' },
  { pattern: new RegExp(String.raw`(?<![\d/])${DAY}/(?<month>\d{1,2})(?![\d/])`, 'gu'), order: 'either' },
];

/** What a match may mean, as `2026-11-23`, without the year `-11-23`; empty when it is no date. */
export function datesOf(parts: Readonly<Record<string, string | undefined>>, order: DatePattern['order']): string[] {
  const year = fullYear(parts['year']);
  const day = Number(parts['day']);
  const month = order === 'named' ? (MONTHS.get((parts['name'] ?? '').toLowerCase()) ?? 0) : Number(parts['month']);
  const both = order === 'either' ? [[month, day] as const, [day, month] as const] : [[month, day] as const];
  return both.filter(([m, d]) => m >= 1 && m <= 12 && d >= 1 && d <= 31).map(([m, d]) => `${year}-${two(m)}-${two(d)}`);
}

const two = (value: number): string => String(value).padStart(2, '0');

function fullYear(year: string | undefined): string {
  if (year === undefined) return '';
  return year.length === 2 ? `20${year}` : year;
}

/** Standing alone, and as they are bent within a date. */
function monthNames(): Map<string, number> {
  const names = new Map<string, number>();
  for (const locale of LOCALES) {
    for (const [name, month] of namesIn(locale)) {
      const word = name.toLowerCase().replace(/\.$/, '');
      if (/^\p{L}[\p{L}\p{M} .]{2,}$/u.test(word) && !names.has(word)) names.set(word, month);
    }
  }
  return names;
}

function namesIn(locale: string): [string, number][] {
  const times = Array.from({ length: 12 }, (_unused, month) => Date.UTC(2024, month, 15));
  return (['long', 'short'] as const).flatMap((month) => {
    const alone = new Intl.DateTimeFormat(locale, { month, timeZone: 'UTC' });
    const within = new Intl.DateTimeFormat(locale, { month, day: 'numeric', timeZone: 'UTC' });
    return times.flatMap((at, index): [string, number][] => {
      const inDate = within.formatToParts(at).find(({ type }) => type === 'month')?.value ?? '';
      return [alone.format(at), inDate].map((name) => [name, index + 1]);
    });
  });
}
