import type { FieldProblem } from '../../shared/kernel';
import { Checklist, type Decision, orNull } from './checklist';
import type { Consent, Contact, ContactFields, ContactFieldValue, ContactStage } from './contact';
import { type EditNote, historiesAfter } from './contact-history';
import { type ContactRules, DEFAULT_RULES } from './contact-rules';
import {
  consentOf,
  emailOf,
  fieldOf,
  FIELDS_MAX,
  memberIdOf,
  nameOf,
  phoneOf,
  stageOf,
  tagOf,
  TAGS_MAX,
} from './contact-values';
import { broken, passed } from './texts';

/**
 * What a person, a machine or a flow wants changed: checked and normalised before it is applied, all of it or nothing.
 * Absent: stays. `null`: is cleared.
 */
export interface ContactChanges {
  set?: {
    name?: string | null;
    email?: string | null;
    phone?: string | null;
    stage?: string;
    /** A member of the workspace. */
    ownerId?: string | null;
    marketingConsent?: string | null;
    /** By key: texts, numbers, booleans, or null to clear; the keys that are not named stay. */
    fields?: Readonly<Record<string, unknown>>;
    /** Instead of those that are there. */
    tags?: readonly string[];
  };
  /** After `set.tags`. */
  addTags?: readonly string[];
  /** Last of all. */
  removeTags?: readonly string[];
}

interface ScalarChanges {
  name?: string | null;
  email?: string | null;
  phone?: string | null;
  stage?: ContactStage;
  ownerId?: string | null;
  marketingConsent?: Consent | null;
}

export interface CheckedChanges {
  values: ScalarChanges;
  fields: Readonly<Record<string, ContactFieldValue | null>>;
  tags?: readonly string[];
  addTags: readonly string[];
  removeTags: readonly string[];
}

/** What really differs from the contact; `null` is cleared. */
export interface ContactEdit {
  values: ScalarChanges;
  fields: Readonly<Record<string, ContactFieldValue | null>>;
  tags?: readonly string[];
}

/**
 * Normalises the wishes, or names everything that is wrong with them. Whether the owner is a member is not known here.
 * `rules`: of the workspace.
 */
export function checkChanges(changes: ContactChanges, rules: ContactRules = DEFAULT_RULES): Decision<CheckedChanges> {
  const { set = {}, addTags = [], removeTags = [] } = changes;
  const list = new Checklist();
  return list.decide({
    values: {
      ...list.part('name', set.name, orNull(nameOf)),
      ...list.part('email', set.email, orNull(emailOf)),
      ...list.part('phone', set.phone, orNull(phoneOf)),
      ...list.part('stage', set.stage, stageOf(rules.stages)),
      ...list.part('ownerId', set.ownerId, orNull(memberIdOf)),
      ...list.part('marketingConsent', set.marketingConsent, orNull(consentOf)),
    },
    fields: fieldsIn(list, set.fields ?? {}, rules),
    ...(set.tags === undefined ? {} : { tags: tagsIn(list, 'tags', set.tags) }),
    addTags: tagsIn(list, 'addTags', addTags),
    removeTags: tagsIn(list, 'removeTags', removeTags),
  });
}

/** What is left to do for this contact, within the bounds of one. */
export function editOf(contact: Contact, changes: CheckedChanges): Decision<ContactEdit> {
  const tags = tagsAfter(contact.tags, changes);
  const problems: FieldProblem[] = [];
  if (tags.length > TAGS_MAX) problems.push({ field: 'tags', rule: `must be at most ${TAGS_MAX} on a contact` });
  if (fieldCountAfter(contact.fields, changes.fields) > FIELDS_MAX)
    problems.push({ field: 'fields', rule: `must be at most ${FIELDS_MAX} on a contact` });
  if (problems.length > 0) return { ok: false, problems };
  const values = onlyNew(changes.values, contact);
  const fields = onlyNew(changes.fields, contact.fields);
  return { ok: true, value: { values, fields, ...(sameTexts(tags, contact.tags) ? {} : { tags }) } };
}

/** The names of what an edit changes, for the records; none: nothing changes. */
export function changedNames({ values, fields, tags }: ContactEdit): string[] {
  const ofFields = Object.keys(fields).map((key) => `fields.${key}`);
  return [...Object.keys(values), ...ofFields, ...(tags === undefined ? [] : ['tags'])];
}

/** The contact after the edit. `note`: what its histories say of it; without one, it is not kept. */
export function editedContact(contact: Contact, edit: ContactEdit, at: Date, note?: EditNote): Contact {
  const { values, fields, tags } = edit;
  const next = {
    ...contact,
    ...values,
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...consentOn(values, at),
    updatedAt: at,
  };
  const withoutCleared = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== null));
  const after = { ...(withoutCleared as unknown as Contact), fields: fieldsAfter(contact.fields, fields) };
  return note === undefined ? after : { ...after, ...historiesAfter(contact, after, changedNames(edit), note) };
}

const consentOn = ({ marketingConsent }: ScalarChanges, at: Date) =>
  marketingConsent === undefined ? {} : { consentAt: marketingConsent === null ? null : at };

function tagsAfter(current: readonly string[], { tags, addTags, removeTags }: CheckedChanges): string[] {
  const all = [...new Set([...(tags ?? current), ...addTags])];
  return all.filter((tag) => !removeTags.includes(tag));
}

function fieldsAfter(current: ContactFields, changes: CheckedChanges['fields']): ContactFields {
  const kept = Object.entries({ ...current, ...changes }).filter(([, value]) => value !== null);
  return Object.fromEntries(kept) as ContactFields;
}

const fieldCountAfter = (current: ContactFields, changes: CheckedChanges['fields']): number =>
  Object.keys(fieldsAfter(current, changes)).length;

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, index) => text === b[index]);

/** Own properties only: a field may be called as something that every object inherits. */
function onlyNew<T extends object>(wanted: T, current: object): T {
  const ownOf = (key: string): unknown => Object.getOwnPropertyDescriptor(current, key)?.value ?? null;
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => ownOf(key) !== value)) as T;
}

function fieldsIn(
  list: Checklist,
  given: Readonly<Record<string, unknown>>,
  { fields }: ContactRules,
): CheckedChanges['fields'] {
  const entries = Object.entries(given).flatMap(([key, value]) =>
    list
      .taken(`fields.${key.slice(0, 40)}`, fieldOf(key, value, fields.get(key)))
      .map((taken) => [key, taken] as const),
  );
  return Object.fromEntries(entries);
}

function tagsIn(list: Checklist, name: string, given: unknown): string[] {
  const tags = list.taken(name, Array.isArray(given) ? passed(given as unknown[]) : broken('must be a list of texts'));
  return [...new Set(tags.flat().flatMap((text, index) => list.taken(`${name}.${index}`, tagOf(text))))];
}
