import type { UserId } from '../../shared/kernel';
import { type ContactFieldValue, CONTACT_STAGES, type ContactStage } from './contact';
import { broken, type Checked, lineOf, passed } from './texts';

export const NAME_MAX = 120;
export const EMAIL_MAX = 254;
export const TAG_MAX = 40;
export const TAGS_MAX = 30;
export const FIELDS_MAX = 50;
export const FIELD_TEXT_MAX = 500;
export const FIELD_KEY = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;

const ID = /^[\w-]{1,64}$/;
const EMAIL = /^[^\s@<>()[\]\\,;:"]+@[^\s@.]+(?:\.[^\s@.]+)+$/;
/** E.164 has at most 15 digits; short national numbers exist, too. */
const PHONE = /^\+?\d{5,15}$/;
const PHONE_ORNAMENTS = /[\s().\-/]/g;

export const nameOf = (text: unknown): Checked<string> => lineOf(text, NAME_MAX);

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

/** Whether it is one of a member is for others to say. */
export const memberIdOf = (text: unknown): Checked<UserId> =>
  typeof text === 'string' && ID.test(text) ? passed(text as UserId) : broken('must be the id of a member');

export function stageOf(text: unknown): Checked<ContactStage> {
  const stage = CONTACT_STAGES.find((one) => one === text);
  return stage === undefined ? broken(`must be one of ${CONTACT_STAGES.join(', ')}`) : passed(stage);
}

/** In lower case with single spaces, so that "VIP " and "vip" are one tag. */
export function tagOf(text: unknown): Checked<string> {
  if (typeof text !== 'string') return broken('must be a text');
  const tag = text.normalize('NFKC').replaceAll(/\s+/gu, ' ').toLowerCase();
  return lineOf(tag, TAG_MAX);
}

/** Also of values from outside, whose type nobody has checked. */
export function fieldOf(key: string, value: unknown): Checked<ContactFieldValue | null> {
  if (!FIELD_KEY.test(key)) return broken('must be named by a letter and at most 39 letters, digits or _');
  if (value === null || typeof value === 'boolean') return passed(value);
  if (typeof value === 'number') return Number.isFinite(value) ? passed(value) : broken('must be a finite number');
  if (typeof value !== 'string') return broken('must be a text, a number, true, false or null');
  if (/\p{Cs}/u.test(value)) return broken('must be well-formed text');
  return [...value].length > FIELD_TEXT_MAX ? broken(`must have at most ${FIELD_TEXT_MAX} characters`) : passed(value);
}
