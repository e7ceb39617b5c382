import type { UserId } from '../../shared/kernel';
import type { Contact, ContactChange, StageChange } from './contact';

/** Who changed something, and under which id it is known. */
export interface EditNote {
  /** Of the effect, or made for this change. */
  id: string;
  /** Of a member. */
  userId?: UserId;
}

/** As many changes of stage, and as many others, as a contact remembers. */
const HISTORY = 100;

type Histories = Pick<Contact, 'stageHistory' | 'changeHistory'>;

/** What a contact remembers of an edit, by the names of what it changed: that, and never what anything said. */
export function historiesAfter(
  before: Contact,
  after: Pick<Contact, 'stage' | 'tags' | 'ownerId' | 'updatedAt'>,
  names: readonly string[],
  { id, userId }: EditNote,
): Histories {
  const made = { id, at: after.updatedAt, ...(userId === undefined ? {} : { userId }) };
  const stage: StageChange[] = names.includes('stage') ? [{ ...made, from: before.stage, to: after.stage }] : [];
  const changed = names.filter((name) => name !== 'stage');
  const change: ContactChange = { ...made, changed, ...tagsOf(before, after), ...ownersOf(before, after) };
  return {
    ...(stage.length === 0 ? {} : { stageHistory: newest([...(before.stageHistory ?? []), ...stage]) }),
    ...(changed.length === 0 ? {} : { changeHistory: newest([...(before.changeHistory ?? []), change]) }),
  };
}

/** Of both, where there is any. */
export function historiesOf(winner: Contact, loser: Contact): Histories {
  const stages = byTime([...(winner.stageHistory ?? []), ...(loser.stageHistory ?? [])]);
  const changes = byTime([...(winner.changeHistory ?? []), ...(loser.changeHistory ?? [])]);
  return {
    ...(stages.length === 0 ? {} : { stageHistory: stages }),
    ...(changes.length === 0 ? {} : { changeHistory: changes }),
  };
}

/** Without what the other brought along; undefined where nothing is left. */
export const historiesWithout = (contact: Contact, other: Contact) => ({
  stageHistory: without(contact.stageHistory, other.stageHistory),
  changeHistory: without(contact.changeHistory, other.changeHistory),
});

function tagsOf({ tags: before }: Contact, { tags: after }: Pick<Contact, 'tags'>): Partial<ContactChange> {
  const added = after.filter((tag) => !before.includes(tag));
  const removed = before.filter((tag) => !after.includes(tag));
  return { ...(added.length === 0 ? {} : { added }), ...(removed.length === 0 ? {} : { removed }) };
}

function ownersOf({ ownerId: from }: Contact, { ownerId: to }: Pick<Contact, 'ownerId'>): Partial<ContactChange> {
  return from === to ? {} : { owner: { from: from ?? null, to: to ?? null } };
}

const newest = <Entry>(entries: readonly Entry[]): Entry[] => entries.slice(-HISTORY);

const byTime = <Entry extends { at: Date }>(entries: Entry[]): Entry[] =>
  newest(entries.sort((a, b) => a.at.getTime() - b.at.getTime()));

function without<Entry extends { id: string }>(
  all: readonly Entry[] = [],
  lost: readonly Entry[] = [],
): Entry[] | undefined {
  const ids = new Set(lost.map(({ id }) => id));
  const left = all.filter(({ id }) => !ids.has(id));
  return left.length === 0 ? undefined : left;
}
