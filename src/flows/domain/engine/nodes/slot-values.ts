import { DateTime } from 'luxon';
import type { Json } from '../../json';
import { foldText } from '../../text/fold-text';

/** A value of the wanted type, or the rule that the reply breaks. */
export type SlotReading = { ok: true; value: Json } | { ok: false; rule: string };

const MAX_DIGITS = 15;
/** Digits, with signs between them; a space only before three of them. */
const NUMBER = /[-+]?\d+(?:[.,']\d+|[ \u00a0]\d{3}(?!\d))*/g;

/** Digits of other scripts as 0 to 9, such as Arabic ones. */
function withPlainDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
}

/** The only number in a text, such as "about 2,5 kg": a comma before one or two digits is a decimal one. */
export function readNumber(text: string): SlotReading {
  const found = withPlainDigits(text).match(NUMBER) ?? [];
  const [only] = found;
  if (only === undefined || found.length > 1) return { ok: false, rule: 'number' };
  const plain = only.replace(/['\s]/g, '');
  const decimal = /^[-+]?\d+,\d{1,2}$/.test(plain) ? plain.replace(',', '.') : plain.replace(/,(?=\d{3})/g, '');
  const value = Number(decimal);
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, rule: 'number' };
}

/** The first word that is an address, also inside a sentence. */
export function readEmail(text: string): SlotReading {
  const words = text.split(/[\s<>,;:()"]+/);
  const address = words.map((word) => word.replace(/[.!?]+$/, '')).find(isEmail);
  return address === undefined ? { ok: false, rule: 'email' } : { ok: true, value: address.toLowerCase() };
}

function isEmail(word: string): boolean {
  const [local = '', domain = '', ...more] = word.split('@');
  if (more.length > 0 || local === '' || word.length > 254) return false;
  const labels = domain.split('.');
  return labels.length > 1 && labels.every((label) => /^[\p{L}\p{N}-]{1,63}$/u.test(label)) && !/\d$/.test(domain);
}

/** The only run of 6 to 15 digits; signs between them are dropped, a leading plus is kept. */
export function readPhone(text: string): SlotReading {
  const found = (withPlainDigits(text).match(/\+?\d[\d\s().\-/]*/g) ?? [])
    .map((part) => part.replace(/[^\d+]/g, ''))
    .filter((number) => number.length >= 6);
  const [only] = found;
  const fits = only !== undefined && found.length === 1 && only.replace('+', '').length <= MAX_DIGITS;
  return fits ? { ok: true, value: only } : { ok: false, rule: 'phone' };
}

export type DateOrder = 'dmy' | 'mdy';

/** `2026-03-01`, or `1.3.2026`, `01/03/2026` in the order given; kept as `YYYY-MM-DD`. */
export function readDate(text: string, order: DateOrder): SlotReading {
  const plain = withPlainDigits(text);
  const iso = /(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/.exec(plain);
  const local = /(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)/.exec(plain);
  const parts = iso === null ? local?.slice(1).reverse().map(Number) : iso.slice(1).map(Number);
  if (parts === undefined) return { ok: false, rule: 'date' };
  const [year = 0, second = 0, third = 0] = parts;
  const [month, day] = iso === null && order === 'mdy' ? [third, second] : [second, third];
  const date = DateTime.fromObject({ year, month, day }, { zone: 'utc' });
  return date.isValid ? { ok: true, value: date.toISODate() } : { ok: false, rule: 'date' };
}

export function readChoice(
  text: string,
  choices: readonly { title: string; value?: string | undefined }[],
): SlotReading {
  const said = foldText(text);
  const choice = choices.find(({ title, value }) => said === foldText(title) || (value && said === foldText(value)));
  return choice === undefined ? { ok: false, rule: 'choice' } : { ok: true, value: choice.value ?? choice.title };
}
