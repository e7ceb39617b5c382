import type { Contact } from '../../crm';
import { searchTermsOf } from '../../shared/kernel';
import type { Json, JsonObject } from './turn';

/** Of the team, and of each member. */
export const QUICK_ANSWERS_MAX = 500;
/** Beside `contact.…`: `vars.member` is the name of who answers. */
export const QUICK_VARIABLES = ['member'] as const;

const TERMS = 60;

/** What a quick answer is found by: beginnings of its words. */
export const quickTerms = ({ shortcut, title }: { shortcut: string; title: string }): string[] =>
  searchTermsOf([shortcut, title], TERMS);

/** What a text may show of a contact; what is not known is absent. */
export function quickContactOf(contact: Contact | null, participant: { name?: string; username?: string }): JsonObject {
  const { name, username } = participant;
  if (contact === null) return known({ name, username });
  const { email, phone, stage, tags, fields } = contact;
  return known({ name: contact.name ?? name, username, email, phone, stage, tags: [...tags], fields: { ...fields } });
}

function known(values: Record<string, Json | undefined>): JsonObject {
  const entries = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return Object.fromEntries(entries);
}
