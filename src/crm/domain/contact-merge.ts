import type { ContactId, UserId, WorkspaceId } from '../../shared/kernel';
import { conversationIdOf, type ConversationId, knownFields } from '../../shared/kernel';
import type { Contact, ContactFieldValue, ContactIdentity, StageChange } from './contact';
import { STAGE_HISTORY } from './contact-changes';
import { FIELDS_MAX, TAGS_MAX } from './contact-values';

/** What a merge may take from the contact that goes, although the one that stays has a value of its own. */
export const TAKEN = ['name', 'email', 'phone', 'stage', 'ownerId', 'externalId', 'fields'] as const;
export type Taken = (typeof TAKEN)[number];

/** As long as a merge can be undone. */
export const UNDO_MS = 30 * 24 * 60 * 60 * 1000;

/** A contact as it was, with what it takes to write it again. */
export interface KeptContact {
  contact: Contact;
  revision: number;
  effects: readonly string[];
  edits: Readonly<Record<string, number>>;
}

export interface ContactMerge {
  id: string;
  workspaceId: WorkspaceId;
  /** That is no more. */
  from: ContactId;
  /** That took its data. */
  to: ContactId;
  /** That has them now: `to`, or one that took that in. */
  holder: ContactId;
  /** Both as they were. */
  loser: KeptContact;
  before: Contact;
  /** The one that stayed, as the merge left it, and its revision then. */
  merged: Contact;
  revision: number;
  status: 'merged' | 'undone';
  at: Date;
  undoUntil: Date;
  undoneAt?: Date;
  mergedBy?: UserId;
  /** How often everything that names the contacts was gone through. */
  settled: number;
}

const SCALARS = ['name', 'email', 'phone', 'ownerId', 'externalId'] as const;
/** By name, what a merge changes and its undoing restores. */
const RESTORED = [...SCALARS, 'stage', 'tags', 'marketingConsent'] as const;

/** The one that stays with what it lacks of the other, or what is to be taken. A consent that one withdrew is withdrawn. */
export function mergedContact(winner: Contact, loser: Contact, taken: readonly Taken[], at: Date): Contact {
  const pick = <Name extends (typeof SCALARS)[number]>(name: Name) =>
    taken.includes(name) ? (loser[name] ?? winner[name]) : (winner[name] ?? loser[name]);
  const [first, second] = taken.includes('fields') ? [winner, loser] : [loser, winner];
  const goals = [...new Set([...(winner.goals ?? []), ...(loser.goals ?? [])])];
  const history = historyOf(winner, loser);
  return knownFields({
    ...winner,
    name: pick('name'),
    email: pick('email'),
    phone: pick('phone'),
    ownerId: pick('ownerId'),
    externalId: pick('externalId'),
    stage: taken.includes('stage') ? loser.stage : winner.stage,
    tags: [...new Set([...winner.tags, ...loser.tags])].slice(0, TAGS_MAX),
    fields: withinBounds({ ...first.fields, ...second.fields }, winner.fields),
    ...consentOf(winner, loser),
    ...(goals.length === 0 ? {} : { goals }),
    ...(history.length === 0 ? {} : { stageHistory: history }),
    identities: [...winner.identities, ...loser.identities],
    updatedAt: at,
  });
}

/** Both as they were, but for what was edited since: that stays with the one it was edited on. */
export function separated(
  now: KeptContact,
  merge: Pick<ContactMerge, 'loser' | 'before' | 'merged' | 'revision'>,
  at: Date,
): { winner: Contact; loser: KeptContact } {
  const { contact } = now;
  const { loser, before, merged } = merge;
  const isUntouched = (name: string, value: unknown, left: unknown): boolean =>
    (now.edits[name.replace('.', ':')] ?? 0) <= merge.revision && same(value, left);
  const restored = RESTORED.filter((name) => isUntouched(name, contact[name], merged[name]));
  const moved = movedIdentities(contact, loser.contact);
  const lost = new Set(loser.contact.stageHistory?.map(({ id }) => id));
  const history = (contact.stageHistory ?? []).filter(({ id }) => !lost.has(id));
  const goals = goalsWithout(contact, merge);
  const winner: Contact = {
    ...contact,
    ...Object.fromEntries(restored.map((name) => [name, before[name]])),
    ...(restored.includes('marketingConsent') ? { consentAt: before.consentAt } : {}),
    fields: fieldsApart(contact.fields, merge, isUntouched),
    identities: contact.identities.filter((identity) => !moved.some((one) => isSame(one, identity))),
    stageHistory: history.length === 0 ? undefined : history,
    goals: goals.length === 0 ? undefined : goals,
    updatedAt: at,
  };
  const effects = [...new Set([...now.effects, ...loser.effects])];
  return {
    winner: knownFields(winner),
    loser: { ...loser, effects, contact: { ...loser.contact, identities: moved, updatedAt: at } },
  };
}

/** The lanes of everyone who came along. */
export const lanesOf = ({ identities }: Pick<Contact, 'identities'>): ConversationId[] =>
  identities.map(({ accountId, participantId }) => conversationIdOf(accountId, participantId));

/** As they are known now, of those that came along and are still there. */
function movedIdentities(now: Contact, loser: Contact): ContactIdentity[] {
  return loser.identities.flatMap((identity) => now.identities.find((one) => isSame(one, identity)) ?? []);
}

function goalsWithout({ goals = [] }: Contact, { before, loser }: Pick<ContactMerge, 'before' | 'loser'>): string[] {
  return goals.filter((goal) => before.goals?.includes(goal) === true || loser.contact.goals?.includes(goal) !== true);
}

function fieldsApart(
  current: Contact['fields'],
  { before, merged }: Pick<ContactMerge, 'before' | 'merged'>,
  isUntouched: (name: string, value: unknown, left: unknown) => boolean,
): Contact['fields'] {
  const keys = [...new Set([...Object.keys(current), ...Object.keys(merged.fields)])];
  const entries = keys.flatMap((key) => {
    const [value, left, earlier] = [current, merged.fields, before.fields].map((fields) => own(fields, key));
    const kept = isUntouched(`fields.${key}`, value, left) ? earlier : value;
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return Object.fromEntries(entries);
}

const own = (fields: Contact['fields'], key: string): ContactFieldValue | undefined =>
  Object.getOwnPropertyDescriptor(fields, key)?.value as ContactFieldValue | undefined;

const isSame = (a: ContactIdentity, b: ContactIdentity): boolean =>
  a.accountId === b.accountId && a.participantId === b.participantId;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function consentOf(winner: Contact, loser: Contact): Pick<Contact, 'marketingConsent' | 'consentAt'> {
  const withdrawn = [winner, loser].find(({ marketingConsent }) => marketingConsent === 'withdrawn');
  const { marketingConsent, consentAt } = withdrawn ?? (winner.marketingConsent === undefined ? loser : winner);
  return { marketingConsent, consentAt };
}

function historyOf(winner: Contact, loser: Contact): StageChange[] {
  const all = [...(winner.stageHistory ?? []), ...(loser.stageHistory ?? [])];
  return all.sort((a, b) => a.at.getTime() - b.at.getTime()).slice(-STAGE_HISTORY);
}

/** The winner's own fields always stay; of the others as many as there is room for. */
function withinBounds(all: Contact['fields'], own: Contact['fields']): Contact['fields'] {
  const foreign = Object.entries(all).filter(([key]) => !Object.hasOwn(own, key));
  const room = Math.max(0, FIELDS_MAX - Object.keys(own).length);
  const dropped = new Set(foreign.slice(room).map(([key]) => key));
  return Object.fromEntries(Object.entries(all).filter(([key]) => !dropped.has(key)));
}
