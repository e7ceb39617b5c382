import type { FieldProblem } from '../../shared/kernel';
import { Checklist, type Decision, orNull } from './checklist';
import type { Contact, ContactFields, ContactFieldValue, ContactStage } from './contact';
import { emailOf, fieldOf, FIELDS_MAX, memberIdOf, nameOf, phoneOf, stageOf, tagOf, TAGS_MAX } from './contact-values';
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

/** Normalises the wishes, or names everything that is wrong with them. Whether the owner is a member is not known here. */
export function checkChanges(changes: ContactChanges): Decision<CheckedChanges> {
  const { set = {}, addTags = [], removeTags = [] } = changes;
  const list = new Checklist();
  return list.decide({
    values: {
      ...list.part('name', set.name, orNull(nameOf)),
      ...list.part('email', set.email, orNull(emailOf)),
      ...list.part('phone', set.phone, orNull(phoneOf)),
      ...list.part('stage', set.stage, stageOf),
      ...list.part('ownerId', set.ownerId, orNull(memberIdOf)),
    },
    fields: fieldsIn(list, set.fields ?? {}),
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

/** The contact after the edit. */
export function editedContact(contact: Contact, { values, fields, tags }: ContactEdit, at: Date): Contact {
  const next = { ...contact, ...values, ...(tags === undefined ? {} : { tags: [...tags] }), updatedAt: at };
  const withoutCleared = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== null));
  return { ...(withoutCleared as unknown as Contact), fields: fieldsAfter(contact.fields, fields) };
}

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

function fieldsIn(list: Checklist, given: Readonly<Record<string, unknown>>): CheckedChanges['fields'] {
  const entries = Object.entries(given).flatMap(([key, value]) =>
    list.taken(`fields.${key.slice(0, 40)}`, fieldOf(key, value)).map((taken) => [key, taken] as const),
  );
  return Object.fromEntries(entries);
}

function tagsIn(list: Checklist, name: string, given: unknown): string[] {
  const tags = list.taken(name, Array.isArray(given) ? passed(given as unknown[]) : broken('must be a list of texts'));
  return [...new Set(tags.flat().flatMap((text, index) => list.taken(`${name}.${index}`, tagOf(text))))];
}
