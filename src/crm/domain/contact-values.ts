import type { UserId } from '../../shared/kernel';
import { type Consent, CONSENTS, type ContactFieldValue, type ContactStage } from './contact';
import { checkField, type FieldRule } from './field-rule';
import { broken, type Checked, lineOf, passed } from './texts';

export { EMAIL_MAX, emailOf, phoneOf } from './addresses';

export const NAME_MAX = 120;
export const EXTERNAL_ID_MAX = 100;
export const EXTERNAL_ID = /^\S+$/u;
export const TAG_MAX = 40;
export const TAGS_MAX = 30;
export const FIELDS_MAX = 50;
export const FIELD_TEXT_MAX = 500;
export const FIELD_KEY = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;

const ID = /^[\w-]{1,64}$/;

export const nameOf = (text: unknown): Checked<string> => lineOf(text, NAME_MAX);

/** Whether it is one of a member is for others to say. */
export const memberIdOf = (text: unknown): Checked<UserId> =>
  typeof text === 'string' && ID.test(text) ? passed(text as UserId) : broken('must be the id of a member');

export const stageOf =
  (stages: readonly ContactStage[]) =>
  (text: unknown): Checked<ContactStage> => {
    const stage = stages.find((one) => one === text);
    return stage === undefined ? broken(`must be one of ${stages.join(', ')}`) : passed(stage);
  };

export function consentOf(text: unknown): Checked<Consent> {
  const consent = CONSENTS.find((one) => one === text);
  return consent === undefined ? broken(`must be one of ${CONSENTS.join(', ')}`) : passed(consent);
}

/** In lower case with single spaces, so that "VIP " and "vip" are one tag. */
export function tagOf(text: unknown): Checked<string> {
  if (typeof text !== 'string') return broken('must be a text');
  const tag = text.normalize('NFKC').replaceAll(/\s+/gu, ' ').toLowerCase();
  return lineOf(tag, TAG_MAX);
}

/** Also of values from outside, whose type nobody has checked. `rule`: of a field that the workspace has declared. */
export function fieldOf(key: string, value: unknown, rule?: FieldRule): Checked<ContactFieldValue | null> {
  if (!FIELD_KEY.test(key)) return broken('must be named by a letter and at most 39 letters, digits or _');
  return rule === undefined ? undeclaredOf(value) : checkField(rule, value);
}

/** A workspace may keep what it has not declared: texts, numbers and booleans as they are. */
function undeclaredOf(value: unknown): Checked<ContactFieldValue | null> {
  if (value === null || typeof value === 'boolean') return passed(value);
  if (typeof value === 'number') return Number.isFinite(value) ? passed(value) : broken('must be a finite number');
  if (typeof value !== 'string') return broken('must be a text, a number, true, false or null');
  if (/\p{Cs}/u.test(value)) return broken('must be well-formed text');
  return [...value].length > FIELD_TEXT_MAX ? broken(`must have at most ${FIELD_TEXT_MAX} characters`) : passed(value);
}
