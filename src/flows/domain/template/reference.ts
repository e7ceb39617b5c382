import type { Json, JsonObject } from '../json';
import { isJsonObject } from '../json';

/** What templates, expressions and conditions can see. */
export interface Scope {
  /** Set by the flow's own nodes. */
  vars: JsonObject;
  /**
   * The person on the other side: name, username, email, phone, stage, tags, ownerId, fields, and as the channel showed them last
   * profilePictureUrl, followerCount, isVerified, followsBusiness, followedByBusiness; absent where unknown.
   */
  contact: JsonObject;
  /** The person's last message: text, hasLink, hasAttachment, attachmentUrl, attachmentUrls, linkUrl, payload. */
  message: JsonObject;
  /** The workspace's own values for this automation. */
  config: JsonObject;
  /** channel, trigger { type, keyword?, ref?, payload?, comment? { id, mediaId, username?, isLive } }, language, returning. */
  context: JsonObject;
  /** In the workspace's time zone: now (ISO 8601), date, hour, minute, weekday ('monday' …), open. */
  time: JsonObject;
}

/** A dotted path such as `vars.order.size`, split and known to start at a part of the scope. */
export interface Reference {
  root: keyof Scope;
  path: string[];
}

/** The fields that the engine provides; what vars and config hold depends on the flow. */
export const SCOPE_FIELDS = {
  contact: [
    'name',
    'username',
    'email',
    'phone',
    'stage',
    'tags',
    'ownerId',
    'fields',
    'profilePictureUrl',
    'followerCount',
    'isVerified',
    'followsBusiness',
    'followedByBusiness',
  ],
  message: ['text', 'hasLink', 'hasAttachment', 'attachmentUrl', 'attachmentUrls', 'linkUrl', 'payload'],
  context: ['channel', 'trigger', 'language', 'returning'],
  time: ['now', 'hour', 'minute', 'weekday', 'date', 'open'],
} as const satisfies Partial<Record<keyof Scope, readonly string[]>>;

const ROOTS: readonly string[] = ['vars', 'contact', 'message', 'config', 'context', 'time'] satisfies (keyof Scope)[];
const SEGMENT = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const MAX_DEPTH = 6;

export function parseReference(source: string): Reference | null {
  return referenceOf(source.trim().split('.'));
}

/** The reference that these segments make, if they start at a part of the scope. */
export function referenceOf([root, ...path]: readonly string[]): Reference | null {
  if (root === undefined || !ROOTS.includes(root)) return null;
  if (path.length === 0 || path.length > MAX_DEPTH || !path.every((segment) => SEGMENT.test(segment))) return null;
  return { root: root as keyof Scope, path };
}

export function pathOf({ root, path }: Reference): string {
  return [root, ...path].join('.');
}

/** Own properties only, so that nothing is reached through a prototype; and, of texts and lists, `size`, `first`, `last`. */
export function readReference(reference: Reference, scope: Scope): Json | undefined {
  let value: Json | undefined = scope[reference.root];
  for (const segment of reference.path) {
    if (isJsonObject(value)) value = Object.hasOwn(value, segment) ? value[segment] : undefined;
    else value = measured(value, segment);
    if (value === undefined) return undefined;
  }
  return value;
}

function measured(value: Json | undefined, name: string): Json | undefined {
  if (typeof value === 'string') return name === 'size' ? value.length : undefined;
  if (!Array.isArray(value)) return undefined;
  if (name === 'size') return value.length;
  return name === 'first' ? value[0] : name === 'last' ? value.at(-1) : undefined;
}
