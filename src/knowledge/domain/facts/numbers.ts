/** Digits of a number with what groups and divides them. */
export const NUMBER = String.raw`(?<!\d)\d{1,18}(?!\d)(?:[.,'’\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d{1,9}(?!\d))?`;
/** Behind a number; `5k`, `3万`. */
export const MULTIPLIER = String.raw`(?:k(?![\p{L}])|mio\b|million(?:en)?\b|万|千|百|lakh\b)?`;

const FACTORS: readonly (readonly [RegExp, number])[] = [
  [/^k$/i, 1_000],
  [/^mi/i, 1_000_000],
  [/^万$/, 10_000],
  [/^千$/, 1_000],
  [/^百$/, 100],
  [/^lakh$/i, 100_000],
];

/** Words for the round numbers in which prices and discounts are made up. */
const WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    5: 'five fünf cinco cinq cinque vijf pięć beş пять',
    10: 'ten zehn diez dix dieci dez tien dziesięć on десять',
    15: 'fifteen fünfzehn quince quinze quindici vijftien piętnaście пятнадцать',
    20: 'twenty zwanzig veinte vingt venti vinte twintig dwadzieścia yirmi двадцать',
    25: 'twenty-five fünfundzwanzig veinticinco vingt-cinq venticinque vijfentwintig',
    30: 'thirty dreißig treinta trente trenta trinta dertig trzydzieści otuz тридцать',
    40: 'forty vierzig cuarenta quarante quaranta quarenta veertig czterdzieści kırk сорок',
    50: 'fifty fünfzig cincuenta cinquante cinquanta cinquenta vijftig pięćdziesiąt elli пятьдесят',
    60: 'sixty sechzig sesenta soixante sessanta sessenta zestig sześćdziesiąt altmış шестьдесят',
    70: 'seventy siebzig setenta soixante-dix settanta zeventig siedemdziesiąt yetmiş семьдесят',
    75: 'seventy-five fünfundsiebzig',
    80: 'eighty achtzig ochenta quatre-vingts ottanta oitenta tachtig osiemdziesiąt seksen восемьдесят',
    90: 'ninety neunzig noventa quatre-vingt-dix novanta negentig dziewięćdziesiąt doksan девяносто',
    100: 'hundred hundert cien cent cento cem honderd sto yüz сто',
  }).flatMap(([value, words]) => words.split(' ').map((word): [string, number] => [word, Number(value)])),
);

/** Longest first, so that `seventy-five` is not read as `seventy`. */
export const NUMBER_WORD = [...WORDS.keys()].sort((left, right) => right.length - left.length).join('|');

/** What digits, or a word, may stand for; canonical, without grouping. */
export function valuesOf(written: string, multiplier = ''): string[] {
  const word = WORDS.get(written.toLowerCase());
  const values = word === undefined ? numbersIn(written) : [word];
  const factor = FACTORS.find(([pattern]) => pattern.test(multiplier))?.[1] ?? 1;
  return [...new Set(values.map((value) => String(Math.round(value * factor * 1e6) / 1e6)))];
}

function numbersIn(written: string): number[] {
  const digits = written.replace(/['’\u00a0\u202f ]/g, '');
  const marks = digits.replace(/\d/g, '');
  if (marks === '') return [Number(digits)];
  const last = marks.at(-1) ?? '';
  if (new Set(marks).size > 1) return [divided(digits, last)];
  if (marks.length > 1) return [Number(digits.replaceAll(last, ''))];
  const after = digits.length - digits.indexOf(last) - 1;
  return after === 3 ? [Number(digits.replace(last, '')), divided(digits, last)] : [divided(digits, last)];
}

/** With `mark` before the fraction, and the other mark, if any, between groups. */
function divided(digits: string, mark: string): number {
  const [whole = '', fraction = ''] = digits.split(mark);
  return Number(`${whole.replace(/[.,]/g, '')}.${fraction}`);
}
