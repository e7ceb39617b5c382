import type { ContactId, UserId, WorkspaceId } from '../../shared/kernel';
import { conversationIdOf, type ConversationId, knownFields } from '../../shared/kernel';
import type { ContactMove } from '../contact-references.port';
import { type Contact, type ContactFieldValue, type ContactIdentity, ENTRY_STAGE } from './contact';
import { historiesOf, historiesWithout } from './contact-history';
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

/** Both as they were, and what became of them. */
export interface MergeSides {
  loser: KeptContact;
  before: Contact;
  merged: Contact;
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
  /** The conversations of those who went along. */
  lanes: readonly ConversationId[];
  /** What it takes to undo it; forgotten once that is done, since both are again persons of their own. */
  sides?: MergeSides;
  /** Of the one that stayed, as the merge left it. */
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
    ...historiesOf(winner, loser),
    identities: [...winner.identities, ...loser.identities],
    updatedAt: at,
  });
}

/** Which goals were ever reached in which conversation. */
export type GoalsOfLanes = ReadonlyMap<ConversationId, readonly string[]>;

/** What there is to know when a merge is undone, which may be a month later. */
export interface UndoFacts {
  reached: GoalsOfLanes;
  /** That the workspace has now. */
  stages: readonly string[];
  /** Of the owners that the two had: those who are members no more. */
  left: readonly UserId[];
}

/**
 * Both as they were, but for what was edited since: that stays with the one it was edited on. Goals are those of the
 * conversations of each, whenever they were reached.
 */
export function separated(
  now: KeptContact,
  merge: MergeSides & Pick<ContactMerge, 'revision'>,
  facts: UndoFacts & { at: Date },
): { winner: KeptContact; loser: KeptContact } {
  const { contact } = now;
  const { loser, before, merged } = merge;
  const { at, reached } = facts;
  const isUntouched = (name: string, value: unknown, left: unknown): boolean =>
    (now.edits[name.replace('.', ':')] ?? 0) <= merge.revision && same(value, left);
  const restored = RESTORED.filter((name) => isUntouched(name, contact[name], merged[name]));
  const moved = movedIdentities(contact, loser.contact);
  const identities = contact.identities.filter((identity) => !moved.some((one) => isSame(one, identity)));
  const winner: Contact = {
    ...contact,
    ...Object.fromEntries(restored.map((name) => [name, before[name]])),
    ...(restored.includes('marketingConsent') ? { consentAt: before.consentAt } : {}),
    fields: fieldsApart(contact.fields, merge, isUntouched),
    identities,
    ...historiesWithout(contact, loser.contact),
    goals: goalsOf(before, identities, reached),
    updatedAt: at,
  };
  const effects = [...new Set([...now.effects, ...loser.effects])];
  const goals = goalsOf(loser.contact, moved, reached);
  const back = { ...loser.contact, identities: moved, goals, updatedAt: at };
  const next = nextRevision(now, loser);
  return {
    winner: { ...now, contact: knownFields(asOfToday(winner, facts)), revision: next },
    loser: { ...loser, contact: knownFields(asOfToday(back, facts)), effects, revision: next },
  };
}

/** A stage that is no more is the first one, and nobody is the owner who has left. */
const asOfToday = (contact: Contact, { stages, left }: UndoFacts): Contact => ({
  ...contact,
  stage: stages.includes(contact.stage) ? contact.stage : ENTRY_STAGE,
  ownerId: contact.ownerId !== undefined && left.includes(contact.ownerId) ? undefined : contact.ownerId,
});

/** Copies of either are older than those of what comes of the two. */
export const nextRevision = (a: { revision: number | null }, b: { revision: number | null }): number =>
  Math.max(a.revision ?? 0, b.revision ?? 0) + 1;

/** Where everything that names the contacts goes. */
export function moveOf({ workspaceId, id, from, holder, lanes }: ContactMerge, way: 'along' | 'back'): ContactMove {
  const sides = way === 'along' ? { from, to: holder } : { from: holder, to: from };
  return { workspaceId, mergeId: id, ...sides, conversationIds: lanes };
}

/** The lanes of everyone who came along. */
export const lanesOf = ({ identities }: { identities: readonly ContactIdentity[] }): ConversationId[] =>
  identities.map(({ accountId, participantId }) => conversationIdOf(accountId, participantId));

/** As they are known now, of those that came along and are still there. */
function movedIdentities(now: Contact, loser: Contact): ContactIdentity[] {
  return loser.identities.flatMap((identity) => now.identities.find((one) => isSame(one, identity)) ?? []);
}

/** Those it had, and those that its conversations reached since. */
function goalsOf(
  { goals = [] }: Contact,
  identities: readonly ContactIdentity[],
  reached: GoalsOfLanes,
): string[] | undefined {
  const since = lanesOf({ identities }).flatMap((lane) => reached.get(lane) ?? []);
  const all = [...new Set([...goals, ...since])];
  return all.length === 0 ? undefined : all;
}

function fieldsApart(
  current: Contact['fields'],
  { before, merged }: Pick<MergeSides, 'before' | 'merged'>,
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

/** The winner's own fields always stay; of the others as many as there is room for. */
function withinBounds(all: Contact['fields'], own: Contact['fields']): Contact['fields'] {
  const foreign = Object.entries(all).filter(([key]) => !Object.hasOwn(own, key));
  const room = Math.max(0, FIELDS_MAX - Object.keys(own).length);
  const dropped = new Set(foreign.slice(room).map(([key]) => key));
  return Object.fromEntries(Object.entries(all).filter(([key]) => !dropped.has(key)));
}
