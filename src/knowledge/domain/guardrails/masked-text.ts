import { ACCOUNT, EMAIL, PHONE } from '../facts/contact-patterns';

const CARD = /(?<![\d])(?:\d[ -]?){12,18}\d(?!\d)/g;
const SECRETS = [
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /\b(?:sk|pk|rk|ghp|gho|xox[abps]|AKIA|EAA)[-_]?[A-Za-z0-9_-]{16,}/g,
  /\b(?:bearer|authorization:)\s+[\w.~+/=-]{12,}/gi,
];
const MASK = '•••';

/** Card numbers and credentials taken out: no model and no log needs them. */
export function withoutSecrets(text: string): string {
  const cards = text.replace(CARD, (digits) => (isCardNumber(digits.replace(/\D/g, '')) ? MASK : digits));
  return SECRETS.reduce((rest, pattern) => rest.replace(pattern, MASK), cards);
}

/** For those who look into how a reply came about: without ways to reach somebody. */
export function masked(text: string): string {
  return [EMAIL, ACCOUNT, PHONE].reduce((rest, pattern) => rest.replace(pattern, MASK), withoutSecrets(text));
}

/** ISO/IEC 7812-1, annex B: the check digit of card numbers. */
function isCardNumber(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
