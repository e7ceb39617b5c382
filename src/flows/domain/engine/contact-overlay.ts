import { isJsonObject, type JsonObject } from '../json';
import type { EffectDraft } from './effect';
import type { ContactView } from './flow-env';
import type { ContactOverlay } from './session-state';
import { UPDATE_CONTACT } from './tasks';

/** By then the CRM shows what the session asked for, and what people changed since counts again. */
const KEPT_MS = 60_000;

/** The contact with the session's own changes, whether or not they have been carried out yet. */
export function contactWith(contact: ContactView, overlay: ContactOverlay | null, now: number): JsonObject {
  if (!isFresh(overlay, now)) return contact as JsonObject;
  const { fields, ...set } = overlay.set;
  const tags = new Set([...(contact.tags ?? []), ...overlay.addTags]);
  for (const tag of overlay.removeTags) tags.delete(tag);
  return {
    ...(contact as JsonObject),
    ...set,
    tags: [...tags],
    fields: { ...contact.fields, ...(isJsonObject(fields) ? fields : {}) },
  };
}

/** The overlay after an effect; the same when the effect changes no contact. */
export function overlayAfter(overlay: ContactOverlay | null, draft: EffectDraft, now: number): ContactOverlay | null {
  if (draft.kind === 'contact') {
    const { name, username } = draft;
    return merge(overlay, { set: { ...(name && { name }), ...(username && { username }) } }, now);
  }
  return draft.kind === 'task' && draft.task === UPDATE_CONTACT ? merge(overlay, draft.input, now) : overlay;
}

function merge(overlay: ContactOverlay | null, change: JsonObject, now: number): ContactOverlay {
  const before = isFresh(overlay, now) ? overlay : { set: {}, addTags: [], removeTags: [] };
  const [added, removed] = [textsOf(change, 'addTags'), textsOf(change, 'removeTags')];
  const set = isJsonObject(change['set']) ? change['set'] : {};
  return {
    at: now,
    set: { ...before.set, ...set, ...mergedFields(before.set, set) },
    addTags: [...new Set([...before.addTags, ...added])].filter((tag) => !removed.includes(tag)),
    removeTags: [...new Set([...before.removeTags.filter((tag) => !added.includes(tag)), ...removed])],
  };
}

function mergedFields(before: JsonObject, set: JsonObject): JsonObject {
  const [old, next] = [before['fields'], set['fields']];
  return isJsonObject(old) && isJsonObject(next) ? { fields: { ...old, ...next } } : {};
}

function textsOf(change: JsonObject, key: string): string[] {
  const list = change[key];
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

function isFresh(overlay: ContactOverlay | null, now: number): overlay is ContactOverlay {
  return overlay !== null && now - overlay.at <= KEPT_MS;
}
