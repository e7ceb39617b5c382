import fc from 'fast-check';
import type { AccountId, ContactId, UserId, WorkspaceId } from '../../shared/kernel';
import type { Contact } from './contact';
import { changedNames, checkChanges, type ContactChanges, editedContact, editOf } from './contact-changes';
import { type KeptContact, lanesOf, mergedContact, separated, TAKEN } from './contact-merge';

const AT = new Date('2026-01-01T00:00:00Z');
const LATER = new Date('2026-01-02T00:00:00Z');

const FACTS = { at: LATER, stages: ['new', 'won', 'lost'], left: [] };

const contact = (id: string, part: Partial<Contact> = {}): Contact => ({
  id: id as ContactId,
  workspaceId: 'w1' as WorkspaceId,
  identities: [{ accountId: 'a1' as AccountId, participantId: `p-${id}` }],
  tags: [],
  stage: 'new',
  fields: {},
  createdAt: AT,
  updatedAt: AT,
  ...part,
});
const kept = (of: Contact, part: Partial<KeptContact> = {}): KeptContact => ({
  contact: of,
  revision: 3,
  effects: [],
  edits: {},
  ...part,
});

describe('two contacts that become one', () => {
  it('fill each other in: what the one that stays has, stays', () => {
    const winner = contact('b', { name: 'Mia', tags: ['x'], fields: { size: 'M' }, goals: ['lead'] });
    const loser = contact('a', {
      name: 'Maria',
      email: 'm@x.example',
      tags: ['y', 'x'],
      fields: { size: 'L', city: 'Ulm' },
      goals: ['order', 'lead'],
    });
    expect(mergedContact(winner, loser, [], LATER)).toEqual({
      ...winner,
      email: 'm@x.example',
      tags: ['x', 'y'],
      fields: { size: 'M', city: 'Ulm' },
      goals: ['lead', 'order'],
      identities: [...winner.identities, ...loser.identities],
      updatedAt: LATER,
    });
  });

  it('take what is asked for, but never lose what only one has', () => {
    const winner = contact('b', { name: 'Mia', phone: '+491', ownerId: 'ann' as UserId, fields: { size: 'M' } });
    const loser = contact('a', { name: 'Maria', stage: 'won', fields: { size: 'L' } });
    expect(mergedContact(winner, loser, [...TAKEN], LATER)).toMatchObject({
      name: 'Maria',
      phone: '+491',
      ownerId: 'ann',
      stage: 'won',
      fields: { size: 'L' },
    });
  });

  it.each([
    ['granted', 'withdrawn', 'withdrawn'],
    ['withdrawn', 'granted', 'withdrawn'],
    [undefined, 'granted', 'granted'],
    ['granted', undefined, 'granted'],
  ] as const)('with consents %s and %s have %s', (of, other, expected) => {
    const [winner, loser] = [contact('b', { marketingConsent: of }), contact('a', { marketingConsent: other })];
    expect(mergedContact(winner, loser, [], LATER).marketingConsent).toBe(expected);
  });

  it('keep within the bounds of one', () => {
    const many = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n}`);
    const fields = (prefix: string) => Object.fromEntries(many(prefix, 40).map((key) => [key, 1]));
    const winner = contact('b', { tags: many('b', 20), fields: fields('b') });
    const loser = contact('a', { tags: many('a', 20), fields: fields('a') });
    const merged = mergedContact(winner, loser, ['fields'], LATER);
    expect([merged.tags.length, Object.keys(merged.fields).length]).toEqual([30, 50]);
    expect(Object.keys(merged.fields)).toEqual(expect.arrayContaining(Object.keys(winner.fields)));
  });
});

const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const values = fc.record(
  {
    name: fc.constantFrom('Mia', 'Ben'),
    email: fc.constantFrom('a@x.example', 'b@x.example'),
    phone: fc.constantFrom('+49301', '+49302'),
    marketingConsent: fc.constantFrom('granted' as const, 'withdrawn' as const),
    goals: fc.constantFrom(['lead'], ['order'], ['lead', 'order']),
  },
  { requiredKeys: [] },
);
const fields = fc.dictionary(fc.constantFrom('f1', 'f2', 'constructor'), fc.constantFrom('x', 'y'), { maxKeys: 3 });
const person = (id: string) =>
  fc
    .tuple(values, fields, fc.subarray(['t1', 't2', 't3']), fc.constantFrom('new', 'won'))
    .map(([known, own, tags, stage]) => contact(id, { ...known, fields: own, tags, stage }));
const edit: fc.Arbitrary<ContactChanges> = fc.record({
  set: fc.record(
    {
      name: optional(fc.constantFrom('Mia', 'Eve', null)),
      email: optional(fc.constantFrom('a@x.example', 'c@x.example', null)),
      stage: optional(fc.constantFrom('new', 'won', 'lost')),
      marketingConsent: optional(fc.constantFrom('granted', null)),
      fields: fc.dictionary(fc.constantFrom('f1', 'f3'), fc.constantFrom('x', 'z', null), { maxKeys: 2 }),
    },
    { requiredKeys: [] },
  ),
  addTags: fc.subarray(['t1', 't4']),
  removeTags: fc.subarray(['t2']),
});

interface Reached {
  side: 'a' | 'b';
  goal: string;
}
const reachedSince: fc.Arbitrary<Reached> = fc.record({
  side: fc.constantFrom('a', 'b'),
  goal: fc.constantFrom('lead', 'order', 'booking'),
});
const history = fc.record({ edits: fc.array(edit, { maxLength: 4 }), goals: fc.array(reachedSince, { maxLength: 4 }) });

const goalsOn = ({ id }: Contact, goals: readonly Reached[]) =>
  goals.filter(({ side }) => side === id).map(({ goal }) => goal);

/** What there are records of, of each conversation: before the merge, and since. */
const recordsOf = (winner: Contact, loser: Contact, goals: readonly Reached[]) =>
  new Map(
    [winner, loser].flatMap((side) =>
      lanesOf(side).map((lane) => [lane, [...(side.goals ?? []), ...goalsOn(side, goals)]] as const),
    ),
  );

const ownField = ({ fields: own }: Contact, key: string) => (Object.hasOwn(own, key) ? own[key] : undefined);

/** As the store saves an edit: what differs, and which revision it was. */
function edited(now: KeptContact, changes: ContactChanges, number: number): { now: KeptContact; names: string[] } {
  const checked = checkChanges(changes);
  if (!checked.ok) throw new Error('The edits of this test are right.');
  const decided = editOf(now.contact, checked.value);
  if (!decided.ok) throw new Error('The edits of this test fit.');
  const names = changedNames(decided.value);
  const revision = now.revision + 1;
  const stamps = names.map((name) => [name.replace('.', ':'), revision]);
  const after = editedContact(now.contact, decided.value, LATER, { id: `edit-${number}` });
  return { now: { ...now, contact: after, revision, edits: { ...now.edits, ...Object.fromEntries(stamps) } }, names };
}

describe('contacts that are taken apart again', () => {
  it('are as they were, but for what was edited since', () => {
    const takes = fc.subarray([...TAKEN]);
    fc.assert(
      fc.property(person('b'), person('a'), takes, history, (winner, loser, taken, { edits, goals }) => {
        const merged = mergedContact(winner, loser, taken, LATER);
        const merge = { loser: kept(loser), before: winner, merged, revision: 4 };
        let now: KeptContact = { contact: merged, revision: 4, effects: ['e1'], edits: {} };
        const touched = new Set<string>();
        edits.forEach((changes, number) => {
          const step = edited(now, changes, number);
          step.names.forEach((name) => touched.add(name));
          now = step.now;
        });
        // As the CRM keeps them while the two are one: each goal once, whoever reached it.
        const reached = recordsOf(winner, loser, goals);
        const together = [...new Set([...(now.contact.goals ?? []), ...goals.map(({ goal }) => goal)])];
        now = { ...now, contact: { ...now.contact, goals: together } };
        const apart = separated(now, merge, { ...FACTS, reached });

        const alone = (side: Contact) => [...new Set([...(side.goals ?? []), ...goalsOn(side, goals)])].sort();
        expect([...(apart.winner.contact.goals ?? [])].sort()).toEqual(alone(winner));
        expect([...(apart.loser.contact.goals ?? [])].sort()).toEqual(alone(loser));
        const withoutGoals = ({ goals: _goals, ...rest }: Contact) => rest;
        expect({ ...apart.loser, contact: withoutGoals(apart.loser.contact) }).toEqual({
          ...kept(loser),
          revision: now.revision + 1,
          effects: ['e1'],
          contact: withoutGoals({ ...loser, updatedAt: LATER }),
        });
        for (const name of ['name', 'email', 'phone', 'stage', 'tags', 'marketingConsent'] as const)
          expect([name, apart.winner.contact[name]]).toEqual([name, (touched.has(name) ? now.contact : winner)[name]]);
        for (const key of ['f1', 'f2', 'f3', 'constructor']) {
          const from = touched.has(`fields.${key}`) ? now.contact : winner;
          expect([key, ownField(apart.winner.contact, key)]).toEqual([key, ownField(from, key)]);
        }
        expect(apart.winner.contact.identities).toEqual(winner.identities);
        expect(apart.winner.contact.stageHistory).toEqual(now.contact.stageHistory);
      }),
    );
  });

  it('come back into today’s world: to the first stage where theirs is no more, and without an owner who has left', () => {
    const winner = contact('b', { stage: 'old', ownerId: 'ann' as UserId });
    const loser = contact('a', { stage: 'older', ownerId: 'bob' as UserId });
    const merged = {
      ...mergedContact(winner, loser, ['stage', 'ownerId'], LATER),
      stage: 'new',
      ownerId: 'eve' as UserId,
    };
    const facts = { ...FACTS, reached: new Map(), left: ['ann' as UserId, 'bob' as UserId] };
    const merge = { loser: kept(loser), before: winner, merged, revision: 4 };
    for (const { contact: one } of Object.values(separated(kept(merged), merge, facts))) {
      expect(one.stage).toBe('new');
      expect(one).not.toHaveProperty('ownerId');
    }
  });

  it('take along what their channel told meanwhile, and leave who is no longer there', () => {
    const [winner, loser] = [contact('b'), contact('a')];
    const merged = mergedContact(winner, loser, [], LATER);
    const told = merged.identities.map((identity) => ({ ...identity, name: 'New' }));
    const merge = { loser: kept(loser), before: winner, merged, revision: 4 };
    const apart = separated(kept({ ...merged, identities: told }), merge, { ...FACTS, reached: new Map() });
    expect(apart.loser.contact.identities).toEqual([{ ...loser.identities[0], name: 'New' }]);
    const gone = separated(kept({ ...merged, identities: told.slice(0, 1) }), merge, { ...FACTS, reached: new Map() });
    expect(gone.loser.contact.identities).toEqual([]);
  });

  it('separate what happened to each before', () => {
    const step = (id: string, at: Date) => ({ id, at, from: 'new', to: 'won' });
    const edit = (id: string, at: Date) => ({ id, at, changed: ['email'] });
    const winner = contact('b', { stageHistory: [step('b1', LATER)], changeHistory: [edit('b2', LATER)] });
    const loser = contact('a', { stageHistory: [step('a1', AT)], changeHistory: [edit('a2', AT)] });
    const merged = mergedContact(winner, loser, [], LATER);
    expect(merged.stageHistory?.map(({ id }) => id)).toEqual(['a1', 'b1']);
    expect(merged.changeHistory?.map(({ id }) => id)).toEqual(['a2', 'b2']);
    const apart = separated(
      kept(merged),
      { loser: kept(loser), before: winner, merged, revision: 4 },
      { ...FACTS, reached: new Map() },
    );
    expect(apart.winner.contact.stageHistory).toEqual(winner.stageHistory);
    expect(apart.loser.contact.stageHistory).toEqual(loser.stageHistory);
    expect(apart.winner.contact.changeHistory).toEqual(winner.changeHistory);
    expect(apart.loser.contact.changeHistory).toEqual(loser.changeHistory);
  });

  it('have the lanes of their identities', () => {
    expect(new Set([...lanesOf(contact('a')), ...lanesOf(contact('b'))]).size).toBe(2);
  });
});
