import { broken, type Checked, lineOf, passed } from './texts';

export const EMAIL_MAX = 254;
const EMAIL = /^[^\s@<>()[\]\\,;:"]+@[^\s@.]+(?:\.[^\s@.]+)+$/;
/** E.164 has at most 15 digits; short national numbers exist, too. */
const PHONE = /^\+?\d{5,15}$/;
const PHONE_ORNAMENTS = /[\s().\-/]/g;

/** In lower case, so that one mailbox is one text. */
export function emailOf(text: unknown): Checked<string> {
  const line = lineOf(text, EMAIL_MAX);
  if (!line.ok) return line;
  return EMAIL.test(line.value) ? passed(line.value.toLowerCase()) : broken('must be an e-mail address');
}

/** Digits alone, with `+` in front where the country is given. */
export function phoneOf(text: unknown): Checked<string> {
  const line = lineOf(text, 40);
  if (!line.ok) return line;
  const digits = line.value.replaceAll(PHONE_ORNAMENTS, '').replace(/^00/, '+');
  return PHONE.test(digits) ? passed(digits) : broken('must be a phone number of 5 to 15 digits');
}
