import { z } from 'zod';
import type { DataProblem } from '../../compile/problem';
import type { JsonObject } from '../../json';
import { renderTemplate } from '../../template/template';
import type { Scope } from '../../template/reference';
import { UPDATE_CONTACT } from '../tasks';
import { checkTemplate } from './check-template';
import { type CheckContext, nodeData, type NodeKind, PLAIN_NODE } from './node-kind';

const MAX_VALUE = 500;
const MAX_LIST = 20;

/** A template; one that shows nothing leaves the field as it is. */
const value = z.string().trim().min(1).max(MAX_VALUE);
const tags = z.array(z.string().trim().min(1).max(80)).max(MAX_LIST).default([]);

export const contactFieldKey = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'must be 1 to 64 letters, digits or "_", starting with a letter');

export const updateContactData = nodeData({
  set: z
    .strictObject({
      name: value.optional(),
      email: value.optional(),
      phone: value.optional(),
      stage: value.optional(),
      /** A member of the workspace, by the user's id. */
      ownerId: value.optional(),
      /** The workspace's own fields. */
      fields: z
        .record(contactFieldKey, z.union([value, z.number(), z.boolean()]))
        .refine((fields) => Object.keys(fields).length <= MAX_LIST, `must be at most ${MAX_LIST} fields`)
        .optional(),
    })
    .default({}),
  /** May be templates. */
  addTags: tags,
  removeTags: tags,
});
export type UpdateContactData = z.infer<typeof updateContactData>;

/** Writes what is known into the contact. The session sees its own change at once. */
export const updateContactNode: NodeKind<'update_contact', UpdateContactData> = {
  ...PLAIN_NODE,
  type: 'update_contact',
  handles: () => [{ name: 'next', required: false, waits: false }],
  tasks: () => [UPDATE_CONTACT],
  check: checkChanges,
  enter: ({ data }, { scope }) => {
    const input = changesOf(data, scope);
    return {
      effects: input === null ? [] : [{ kind: 'task', task: UPDATE_CONTACT, input }],
      then: { kind: 'go', handle: 'next' },
    };
  },
};

function checkChanges({ set: { fields = {}, ...own }, addTags, removeTags }: UpdateContactData, context: CheckContext) {
  const texts = [...placed('set', own), ...placed('set.fields', fields)];
  const lists = [...placed('addTags', addTags), ...placed('removeTags', removeTags)];
  const all = [...texts, ...lists];
  const nothing: DataProblem[] = [{ code: 'malformed', path: 'set', message: 'changes nothing' }];
  return all.length === 0
    ? nothing
    : all.flatMap(([path, text]) => (typeof text === 'string' ? checkTemplate(text, path, context) : []));
}

function placed(path: string, values: object): [string, unknown][] {
  return Object.entries(values).map(([key, text]) => [`${path}.${key}`, text]);
}

/** Null when no template shows anything. */
function changesOf({ set: { fields = {}, ...own }, addTags, removeTags }: UpdateContactData, scope: Scope) {
  const set: JsonObject = shown(own, scope);
  const shownFields = shown(fields, scope);
  if (Object.keys(shownFields).length > 0) set['fields'] = shownFields;
  const changes = { set, addTags: shownTags(addTags, scope), removeTags: shownTags(removeTags, scope) };
  const nothing = Object.keys(set).length + changes.addTags.length + changes.removeTags.length === 0;
  return nothing ? null : changes;
}

function shown(values: object, scope: Scope): JsonObject {
  const entries = Object.entries(values as Record<string, string | number | boolean | undefined>).flatMap(
    ([key, source]) => {
      const text = typeof source === 'string' ? renderTemplate(source, scope).trim() : source;
      return text === '' || text === undefined ? [] : [[key, text] as const];
    },
  );
  return Object.fromEntries(entries);
}

function shownTags(sources: readonly string[], scope: Scope): string[] {
  return sources.map((source) => renderTemplate(source, scope).trim()).filter((tag) => tag !== '');
}
