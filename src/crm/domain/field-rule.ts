import { DateTime } from 'luxon';
import { emailOf, phoneOf } from './addresses';
import type { ContactFieldValue } from './contact';
import { broken, type Checked, lineOf, passed } from './texts';

export const FIELD_TYPES = ['text', 'number', 'boolean', 'date', 'choice', 'url', 'email', 'phone'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** What a custom field of the workspace takes. */
export interface FieldRule {
  key: string;
  type: FieldType;
  /** Of a choice. */
  options?: readonly string[];
  /** A contact that members create must have it, and nobody can clear it. */
  required?: boolean;
  /** Values that are there stay; new ones are refused. */
  archived?: boolean;
}

const TEXT_MAX = 500;
const URL_MAX = 500;

/** The value as it is kept: numbers, dates and the like also from texts, as tables and flows have them. */
export function checkField(rule: FieldRule, value: unknown): Checked<ContactFieldValue | null> {
  if (value === null) return rule.required === true ? broken('must not be cleared') : passed(null);
  if (rule.archived === true) return broken('is archived');
  return CHECKS[rule.type](value, rule);
}

type Check = (value: unknown, rule: FieldRule) => Checked<ContactFieldValue>;

const CHECKS: Readonly<Record<FieldType, Check>> = {
  text: (value) => lineOf(typeof value === 'number' ? String(value) : value, TEXT_MAX),
  number: numberOf,
  boolean: booleanOf,
  date: dateOf,
  choice: choiceOf,
  url: urlOf,
  email: emailOf,
  phone: (value) => phoneOf(typeof value === 'number' ? String(value) : value),
};

function numberOf(value: unknown): Checked<number> {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? passed(number) : broken('must be a number');
}

const BOOLEANS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ...[true, 1, '1', 'true', 'yes'].map((value) => [value, true] as const),
  ...[false, 0, '0', 'false', 'no'].map((value) => [value, false] as const),
]);

function booleanOf(value: unknown): Checked<boolean> {
  const known = BOOLEANS.get(typeof value === 'string' ? value.trim().toLowerCase() : value);
  return known === undefined ? broken('must be true or false') : passed(known);
}

/** A day, kept as `2026-01-31`, whatever time stands behind it. */
function dateOf(value: unknown): Checked<string> {
  const date = typeof value === 'string' ? DateTime.fromISO(value.trim(), { setZone: true }) : null;
  const day = date?.isValid === true ? date.toISODate() : null;
  return day === null ? broken('must be a date as in 2026-01-31') : passed(day);
}

function choiceOf(value: unknown, { options = [] }: FieldRule): Checked<string> {
  const wanted = typeof value === 'string' ? value.trim().toLowerCase() : '';
  const option = options.find((one) => one.toLowerCase() === wanted);
  return option === undefined ? broken(`must be one of ${options.join(', ')}`) : passed(option);
}

function urlOf(value: unknown): Checked<string> {
  const line = lineOf(value, URL_MAX);
  if (!line.ok) return line;
  if (!URL.canParse(line.value)) return broken('must be an address that begins with https:// or http://');
  const { protocol } = new URL(line.value);
  return protocol === 'https:' || protocol === 'http:'
    ? line
    : broken('must be an address that begins with https:// or http://');
}
