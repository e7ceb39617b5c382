import { linksOf } from '../../../shared/kernel';
import { visibleText } from '../text/visible-text';
import { ACCOUNT, EMAIL, PHONE } from './contact-patterns';
import { DATE_PATTERNS, datesOf } from './dates';
import type { Fact, FactKind } from './fact';
import { linkReading } from './links';
import { CURRENCY, currencyOf } from './money';
import { MULTIPLIER, NUMBER, NUMBER_WORD, valuesOf } from './numbers';

type Groups = Readonly<Record<string, string | undefined>>;
/** What a match says; null: it is none of this kind after all. */
type Reading = (groups: Groups, raw: string) => Pick<Fact, 'kind' | 'readings' | 'implied'> | null;

const VALUE = String.raw`(?:(?<digits>${NUMBER})\s?(?<times>${MULTIPLIER})|(?<![\p{L}-])(?<word>${NUMBER_WORD})(?![\p{L}]))`;
const PERCENT = String.raw`(?:%|‰|per\s?cent|percentage|prozent|por\sciento|por\scento|pour[\s-]cent|per\scento|procent\p{L}*|процент\p{L}*|persen|بالمئة|بالمائة|في\sالمئة|في\sالمائة|प्रतिशत|パーセント)`;

const HANDLE = /(?<![\p{L}\d._@])@(?<name>[a-z\d](?:[a-z\d._]{0,28}[a-z\d_])?)/giu;
const PERCENTAGE = new RegExp(
  String.raw`${VALUE}[\s-]?${PERCENT}|(?:%\s?|yüzde\s|百分之)(?<prefixed>${NUMBER})|(?<tenths>\d(?:\.\d)?)(?<cut>折|割)`,
  'giu',
);
const AMOUNT = new RegExp(
  String.raw`(?<before>${CURRENCY})\s?(?<first>${NUMBER})\s?(?<firstTimes>${MULTIPLIER})|${VALUE}[\s-]?(?<after>${CURRENCY})`,
  'giu',
);
const TIME =
  /(?<!\d)(?<hour>\d{1,2})(?:(?::|(?<=\d)h(?=\d))(?<minute>\d{2})(?::\d{2})?(?!\d)\s?(?<half>[ap]\.?\s?m\b\.?)?|\s?(?<half2>[ap]\.?\s?m\b\.?)|\s?(?:uhr|h|o['’]clock)(?![\p{L}])|[点點時])/giu;
const CODE = /(?<![\p{L}\d])(?=[A-Z\d-]*\d)(?=[A-Z\d-]*[A-Z])[A-Z\d](?:[A-Z\d-]{3,38})[A-Z\d](?![\p{L}\d])/gu;
/** `5,- €` */
const ROUND_PRICE = /(?<=\d),[-–—](?=\s|€|$)/g;
const BRACKETED_DOT = /\s?[[({<]\s?(?:\.|dot|punkt|punto|point|ponto|точка)\s?[\])}>]\s?/giu;
const SPOKEN_DOT =
  /(?<=[\p{L}\d])\s(?:dot|punkt|punto|point|ponto|точка)\s(?=(?:com|net|org|io|co|shop|info|biz|me|ru|cn|de|fr|es|it|br|uk)(?![\p{L}\d]))/giu;
const BRACKETED_AT = /\s?[[({<]\s?(?:@|at|arroba|собака)\s?[\])}>]\s?/giu;
/** Not of a registered domain, but with what makes it an address. */
const OTHER_LINK =
  /(?<![\p{L}\d@.-])(?:[a-z][a-z\d+.-]{1,20}:\/\/[^\s<>"']+|www\.[^\s<>"']+|(?:[\p{L}\d-]+\.)+[\p{L}\d-]{2,}\/[^\s<>"']*)/giu;
const LIST_MARK = /^[ \t]*\d{1,2}[.)](?=\s)/gmu;
const PLAIN = new RegExp(String.raw`(?<digits>${NUMBER})(?<times>${MULTIPLIER})`, 'giu');

const only = (kind: FactKind, value: string) => ({ kind, readings: [`${kind}:${value}`], implied: [] });

const readPercentage: Reading = ({ digits, times, word, prefixed, tenths, cut }) => {
  if (tenths !== undefined) {
    // 8折 is what remains, 2割 what goes.
    const share = Math.round(Number(tenths) * 100) / 10;
    return only('percentage', String(cut === '折' ? 100 - share : share));
  }
  const values = valuesOf(digits ?? word ?? prefixed ?? '', times);
  return { kind: 'percentage', readings: values.map((value) => `percentage:${value}`), implied: numbersOf(values) };
};

const readAmount: Reading = ({ before, first, firstTimes, digits, times, word, after }) => {
  const currency = currencyOf(before ?? after ?? '');
  const values = valuesOf(first ?? digits ?? word ?? '', firstTimes ?? times);
  const readings = values.flatMap((value) => [`amount:${currency}:${value}`, `amount:*:${value}`]);
  return { kind: 'amount', readings, implied: numbersOf(values) };
};

const readTime: Reading = ({ hour = '', minute = '00', half, half2 }, raw) => {
  const given = Number(hour);
  if (given > 24 || Number(minute) > 59) return null;
  const hours = hourOfDay(given, (half ?? half2 ?? '').charAt(0).toLowerCase());
  const implied = [given, hours, hours % 12].map(String);
  const reading = `time:${String(hours).padStart(2, '0')}:${minute}`;
  // `24h` may be as long as `24 hours`.
  const span = /\dh$/i.test(raw) ? numbersOf([String(given)]) : [];
  return {
    kind: 'time',
    readings: [reading, ...span],
    implied: numbersOf(minute === '00' ? implied : [...implied, String(Number(minute))]),
  };
};

/** `half`: of a 12-hour clock, its letter; else empty. */
function hourOfDay(hour: number, half: string): number {
  if (half === '') return hour % 24;
  return (hour % 12) + (half === 'p' ? 12 : 0);
}

const readPhone: Reading = (_groups, raw) => {
  const digits = raw.replace(/\D/g, '');
  return digits.length < 7 ? null : { ...only('phone', digits.slice(-9)), implied: [`number:${digits}`] };
};

const readNumber: Reading = ({ digits = '', times }) => {
  const values = valuesOf(digits, times);
  return { kind: 'number', readings: numbersOf(values), implied: [] };
};

const numbersOf = (values: readonly string[]): string[] => values.map((value) => `number:${value}`);

/** What a text states that could be wrong, in no particular order. */
export function factsOf(text: string): Fact[] {
  const scan = new Scan(normalised(text));
  for (const { raw, kind, url } of linksOf(scan.rest)) {
    const reading = kind === 'email' ? raw.replace(/^mailto:/i, '').toLowerCase() : linkReading(url);
    scan.found(raw, { ...only(kind, reading) });
  }
  scan.take(OTHER_LINK, (_groups, raw) => only('link', linkReading(raw.includes('://') ? raw : `http://${raw}`)));
  scan.take(EMAIL, (_groups, raw) => only('email', raw.toLowerCase()));
  scan.take(ACCOUNT, (_groups, raw) => only('account', raw.replace(/ /g, '').toLowerCase()));
  scan.take(HANDLE, ({ name = '' }) => only('handle', name.toLowerCase()));
  scan.take(PERCENTAGE, readPercentage);
  scan.take(AMOUNT, readAmount);
  for (const { pattern, order } of DATE_PATTERNS) scan.take(pattern, (groups) => dateFact(datesOf(groups, order)));
  scan.take(TIME, readTime);
  scan.take(PHONE, readPhone);
  scan.take(CODE, (_groups, raw) => only('code', raw.replaceAll('-', '').toLowerCase()));
  scan.drop(LIST_MARK);
  scan.take(PLAIN, readNumber);
  return scan.facts;
}

function dateFact(dates: readonly string[]): ReturnType<Reading> {
  if (dates.length === 0) return null;
  const implied = dates.flatMap((date) => {
    const [year = '', month = '', day = ''] = date.split('-');
    const numbers = [year, day].filter((part) => part !== '').map((part) => String(Number(part)));
    return [`date:-${month}-${day}`, ...numbersOf(numbers)];
  });
  return { kind: 'date', readings: dates.map((date) => `date:${date}`), implied };
}

/** One width, one set of digits, one percent sign; addresses as they are meant. */
function normalised(text: string): string {
  return visibleText(text)
    .normalize('NFKC')
    .replace(ROUND_PRICE, '')
    .replace(BRACKETED_DOT, '.')
    .replace(SPOKEN_DOT, '.')
    .replace(BRACKETED_AT, '@')
    .replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u0e50-\u0e59]/g, (digit) => String(digitValue(digit)))
    .replace(/(?<=\d)٫(?=\d)/g, '.')
    .replace(/(?<=\d)٬(?=\d)/g, '')
    .replace(/٪/g, '%');
}

const ZEROS = [0x660, 0x6f0, 0x966, 0xe50];
const digitValue = (digit: string): number => {
  const code = digit.charCodeAt(0);
  return code - (ZEROS.findLast((zero) => zero <= code) ?? code);
};

/** A text of which each part is read once: what was found is blanked out for the patterns that follow. */
class Scan {
  readonly facts: Fact[] = [];

  constructor(public rest: string) {}

  take(pattern: RegExp, read: Reading): void {
    this.rest = this.rest.replace(pattern, (...match: unknown[]) => {
      const raw = String(match[0]);
      const groups = match.at(-1);
      const fact = read(typeof groups === 'object' && groups !== null ? (groups as Groups) : {}, raw);
      if (fact === null) return raw;
      this.facts.push({ raw: raw.trim(), ...fact });
      return blank(raw);
    });
  }

  found(raw: string, fact: Pick<Fact, 'kind' | 'readings' | 'implied'>): void {
    this.facts.push({ raw, ...fact });
    this.rest = this.rest.replace(raw, () => blank(raw));
  }

  drop(pattern: RegExp): void {
    this.rest = this.rest.replace(pattern, blank);
  }
}

/** Not a space: numbers on both sides do not become one. */
const blank = (raw: string): string => '\u00b6'.repeat(raw.length);
