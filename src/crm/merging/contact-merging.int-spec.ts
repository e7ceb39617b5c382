import { AT, type CrmOnTheStore, openCrm, participant, W1 } from '../../../test/support/crm';
import { ContactLanes } from '../../../test/support/contact-lanes';
import { MergeTraffic } from '../../../test/support/merge-traffic';
import { type ContactId, Contributions, conversationIdOf, type RequestContext, type UserId } from '../../shared/kernel';
import { PersonalRowsRepository } from '../../workspace/repositories/personal-rows.repository';
import { ContactLinks } from '../contacts/contact-links.service';
import { ContactMirrors } from '../contacts/contact-mirrors.service';
import { ContactReferences } from '../contact-references.port';
import { CrmPersonalData } from '../crm.personal-data';
import type { CrmFacade } from '../crm.facade';
import { ContactsRepository } from '../repositories/contacts.repository';
import { ContactsService } from '../contacts/contacts.service';
import { NewContacts } from '../contacts/new-contacts.service';
import { Timelines } from '../timeline/timelines.service';
import { NoteAndTaskPlaces } from '../note-and-task-places';
import { CrmTimeline } from '../timeline/crm-timeline.service';
import { CrmReferences } from './crm-references.service';
import { ContactMerging } from './contact-merging.service';
import { MergeSettling } from './merge-settling.service';

const A = 'a' as ContactId;
const B = 'b' as ContactId;
const C = 'c' as ContactId;
const context: RequestContext = {
  workspaceId: W1,
  actor: { kind: 'user', userId: 'ann' as UserId },
  correlationId: 'corr-0001',
};

describe('merging contacts on the store', () => {
  let store: CrmOnTheStore;
  let crm: CrmFacade;
  let merging: ContactMerging;
  let contacts: ContactsRepository;
  let lanes: ContactLanes;

  beforeEach(async () => {
    store = await openCrm();
    crm = store.crm;
    merging = store.module.get(ContactMerging);
    contacts = store.module.get(ContactsRepository);
    lanes = new ContactLanes();
    store.module.get(Contributions).provide(ContactReferences, lanes);
    store.directory.add('ann', { w1: 'admin' });
    for (const own of [CrmReferences, NoteAndTaskPlaces, CrmTimeline]) store.module.get(own).onModuleInit();
    for (const id of [A, B, C]) await crm.ensureContact({ ...personOf(id), at: AT });
  });
  afterEach(() => store.close());

  const personOf = (id: string) => participant({ contactId: id, participantId: id });
  const laneOf = (id: string) => conversationIdOf(personOf(id).accountId, id);
  const placeOf = (id: string) => {
    const { contactId: _c, ...identity } = personOf(id);
    return { ...identity, conversationId: laneOf(id) };
  };
  const merge = (from: ContactId, to: ContactId) => merging.merge(context, { from, to, taken: [] });
  const ofContact = async (collection: string) => {
    const rows = await store.rows.collection(collection).find({}).toArray();
    return rows.map(({ contactId }) => String(contactId)).sort();
  };
  const everything = async () => {
    const lists = ['contactNotes', 'crmTasks', 'leadCaptures'].map((name) => ofContact(name));
    return (await Promise.all(lists)).flat();
  };

  const eraseContact = async (id: ContactId) => {
    const subject = { kind: 'contact' as const, workspaceId: W1, contactIds: [id], conversationIds: [] };
    const erase = new PersonalRowsRepository(store.rows);
    for (const { collection, contact } of store.module.get(CrmPersonalData).collections) {
      const share = contact?.(subject);
      if (share !== undefined) await erase.erase(collection, share, 100);
    }
  };

  it('brings everything to the one that stays, under both ids', async () => {
    await crm.applyChanges(
      { workspaceId: W1, contactId: A },
      { set: { email: 'm@x.example' }, addTags: ['vip'] },
      'e1',
    );
    await crm.addNote(placeOf('a'), 'note', 'e2');
    await crm.createTask(placeOf('a'), { title: 'task' }, 'e3');
    await crm.captureGoal(placeOf('a'), { goal: 'lead', fields: { name: 'Mia' } }, 'e4');
    await merge(A, B);
    expect(await everything()).toEqual(['b', 'b', 'b']);
    for (const id of [A, B]) expect(await contacts.findById(W1, id)).toMatchObject({ id: B, email: 'm@x.example' });
    expect(await contacts.findPerson(placeOf('a'))).toMatchObject({ id: B, name: 'Mia', tags: ['vip'] });
    expect(lanes.contactOf.get(laneOf('a'))).toBe('b');
    expect(store.audit.entries.map(({ action }) => action)).toContain('contact.merged');
    expect(store.events.told.map(({ type }) => type)).toContain('contact.merged');
  });

  it('gives everything back, with what came later, but for what was edited since', async () => {
    await crm.applyChanges({ workspaceId: W1, contactId: A }, { set: { email: 'm@x.example', name: 'Maria' } }, 'e1');
    await crm.applyChanges({ workspaceId: W1, contactId: B }, { addTags: ['old'] }, 'e2');
    await crm.addNote(placeOf('a'), 'before', 'e3');
    await crm.addNote(placeOf('b'), 'of b', 'e4');
    const { id } = await merge(A, B);
    await crm.addNote(placeOf('a'), 'later, in the lane of a', 'e5');
    await crm.captureGoal(placeOf('a'), { goal: 'lead', fields: {} }, 'e6');
    await store.module.get(ContactsService).change(context, B, { set: { name: 'Edited' } });
    await merging.undo(context, id);
    const back = await contacts.findById(W1, A);
    expect(back).toMatchObject({ id: A, email: 'm@x.example', name: 'Maria', identities: [{ participantId: 'a' }] });
    const stayed = await contacts.findById(W1, B);
    expect(stayed).toMatchObject({ name: 'Edited', tags: ['old'], identities: [{ participantId: 'b' }] });
    expect(stayed).not.toHaveProperty('email');
    expect(await ofContact('contactNotes')).toEqual(['a', 'a', 'b']);
    expect(await ofContact('leadCaptures')).toEqual(['a']);
    expect([lanes.contactOf.get(laneOf('a')), lanes.contactOf.get(laneOf('b'))]).toEqual(['a', undefined]);
    expect((await merging.undo(context, id)).status).toBe('undone');
  });

  it('loses nothing and applies nothing twice while people write and flows work', async () => {
    expect(await new MergeTraffic(store, '1', { writers: 3, rounds: 5 }).run()).toBeGreaterThan(2);
  });

  it('does not apply to the one that stays what was applied to the other', async () => {
    const changes = { set: { fields: { visits: 1 } } };
    await crm.applyChanges(placeOf('a'), changes, 'e1');
    const { id } = await merge(A, B);
    await crm.applyChanges(placeOf('a'), { set: { fields: { visits: 2 } } }, 'e2');
    expect(await crm.applyChanges(placeOf('a'), changes, 'e1')).toMatchObject({ repeated: true });
    await merging.undo(context, id);
    expect(await crm.applyChanges(placeOf('a'), { set: { fields: { visits: 2 } } }, 'e2')).toMatchObject({
      repeated: true,
    });
  });

  it('one after the other is undone the last first, and old ids go on leading somewhere', async () => {
    await crm.addNote(placeOf('a'), 'of a', 'e1');
    const first = await merge(A, B);
    const second = await merge(B, C);
    expect(await everything()).toEqual(['c']);
    for (const id of [A, B, C]) expect(await contacts.findById(W1, id)).toMatchObject({ id: C });
    await expect(merging.undo(context, first.id)).rejects.toMatchObject({ code: 'CONTACT_MERGE.NOT_UNDONE' });
    await merging.undo(context, second.id);
    expect(await everything()).toEqual(['b']);
    expect(await contacts.findById(W1, A)).toMatchObject({ id: B });
    await merging.undo(context, first.id);
    expect(await everything()).toEqual(['a']);
    expect(await contacts.findById(W1, A)).toMatchObject({ id: A });
  });

  it('a chain of merges is undone step by step, and each time everything that was merged into one goes with it', async () => {
    const D = 'd' as ContactId;
    await crm.ensureContact({ ...personOf(D), at: AT });
    await crm.addNote(placeOf('a'), 'of a', 'e1');
    const steps = [await merge(A, B), await merge(B, C), await merge(C, D)];
    for (const [at, holder] of [
      [2, C],
      [1, B],
      [0, A],
    ] as const) {
      await merging.undo(context, steps[at]?.id ?? '');
      expect([at, await contacts.findById(W1, A)]).toMatchObject([at, { id: holder }]);
      expect([at, await ofContact('contactNotes')]).toEqual([at, [holder]]);
    }
    for (const id of [A, B, C, D])
      expect(await contacts.findById(W1, id)).toMatchObject({ id, identities: [{ participantId: id }] });
  });

  it('who was merged is found at once by every old id, and goes back, though nothing else has followed yet', async () => {
    lanes.failures = 3;
    await merge(A, B);
    const second = await merge(B, C);
    for (const id of [A, B]) expect(await contacts.findById(W1, id)).toMatchObject({ id: C });
    expect(await crm.applyChanges({ workspaceId: W1, contactId: A }, { addTags: ['vip'] }, 'e1')).toMatchObject({
      ok: true,
    });
    await merging.undo(context, second.id);
    expect(await contacts.findById(W1, A)).toMatchObject({ id: B });
    expect(lanes.failures).toBe(0);
  });

  it('what was reached since goes with the conversation that reached it', async () => {
    await crm.captureGoal(placeOf('a'), { goal: 'lead', fields: {} }, 'e1');
    const { id } = await merge(A, B);
    await crm.captureGoal(placeOf('a'), { goal: 'order', fields: {} }, 'e2');
    await crm.captureGoal(placeOf('b'), { goal: 'lead', fields: {} }, 'e3');
    await crm.captureGoal(placeOf('b'), { goal: 'booking', fields: {} }, 'e4');
    await merging.undo(context, id);
    expect((await contacts.findById(W1, A))?.goals).toEqual(['lead', 'order']);
    expect((await contacts.findById(W1, B))?.goals).toEqual(['lead', 'booking']);
    expect([lanes.copies.get('a')?.goals, lanes.copies.get('b')?.goals]).toEqual([
      ['lead', 'order'],
      ['lead', 'booking'],
    ]);
  });

  it('what is reached while it is undone comes to the side that reached it', async () => {
    await crm.captureGoal(placeOf('b'), { goal: 'lead', fields: {} }, 'e1');
    const { id } = await merge(A, B);
    await merging.undo(context, id);
    // As written by a flow that had read the one contact, whose goals it showed already.
    const late = { workspaceId: W1, contactId: 'b', conversationId: laneOf('a'), open: true, createdAt: AT };
    await store.rows.collection<{ _id: string }>('leadCaptures').insertOne({ _id: 'late', ...late });
    await store.rows.collection('contactMerges').updateMany({}, { $set: { settleAt: AT } });
    await store.module.get(MergeSettling).settleDue();
    expect(await ofContact('leadCaptures')).toEqual(['a', 'b']);
    expect((await contacts.findById(W1, A))?.goals).toEqual(['lead']);
  });

  it('copies in conversations are never older ones again, whosever they are', async () => {
    for (const tag of ['t1', 't2', 't3']) await crm.applyChanges(placeOf('a'), { addTags: [tag] }, tag);
    const { id } = await merge(A, B);
    const one = lanes.copies.get('b')?.revision ?? 0;
    await merging.undo(context, id);
    expect(one).toBeGreaterThan(3);
    expect(lanes.copies.get('a')?.revision).toBeGreaterThan(one);
    expect(lanes.copies.get('b')?.revision).toBeGreaterThan(one);
  });

  it('gives back all but an external id that another contact has by now', async () => {
    const created = store.module.get(NewContacts);
    const [first, second] = [
      await created.create(context, { externalId: 'x1', changes: { set: { name: 'Mia' } } }),
      await created.create(context, { externalId: 'x2', changes: { set: { name: 'Mia Berg' } } }),
    ];
    const { id } = await merge(first.id, second.id);
    await created.create(context, { externalId: 'x1', changes: { set: { name: 'Eve' } } });
    await merging.undo(context, id);
    expect(await contacts.findById(W1, first.id)).not.toHaveProperty('externalId');
    expect(await contacts.findById(W1, second.id)).toMatchObject({ externalId: 'x2' });
  });

  it('is not undone where whoever went is there again', async () => {
    const { id } = await merge(A, B);
    await contacts.dropIdentities(W1, [B], personOf(A).accountId);
    await crm.ensureContact({ ...personOf(A), at: AT });
    await expect(merging.undo(context, id)).rejects.toMatchObject({ code: 'CONTACT_MERGE.NOT_UNDONE' });
  });

  it('once undone, nothing of one is left with the other', async () => {
    await crm.applyChanges({ workspaceId: W1, contactId: A }, { set: { email: 'secret@x.example' } }, 'e1');
    const first = await merge(A, B);
    const second = await merge(B, C);
    await merging.undo(context, second.id);
    await merging.undo(context, first.id);
    await eraseContact(A);
    for (const name of ['contacts', 'contactMerges', 'contactPointers']) {
      const rows = await store.rows.collection(name).find({}).toArray();
      expect([name, JSON.stringify(rows).includes('secret@x.example')]).toEqual([name, false]);
    }
  });

  it('of two at once, into each other, makes one of them', async () => {
    const results = await Promise.allSettled([merge(A, B), merge(B, A)]);
    const rows = await store.rows
      .collection('contacts')
      .find({ 'identities.participantId': { $in: ['a', 'b'] } })
      .toArray();
    expect(rows).toHaveLength(1);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is refused where it makes no sense, and too late', async () => {
    await expect(merge(A, A)).rejects.toMatchObject({ code: 'CONTACT_MERGE.INVALID' });
    await expect(merge('x' as ContactId, A)).rejects.toMatchObject({ code: 'CONTACT.NOT_FOUND' });
    await expect(merging.undo(context, 'x')).rejects.toMatchObject({ code: 'CONTACT_MERGE.NOT_FOUND' });
    const { id } = await merge(A, B);
    await expect(merge(A, B)).rejects.toMatchObject({ code: 'CONTACT_MERGE.INVALID' });
    await store.rows.collection('contactMerges').updateMany({}, { $set: { undoUntil: AT } });
    await expect(merging.undo(context, id)).rejects.toMatchObject({ code: 'CONTACT_MERGE.NOT_UNDONE' });
  });

  it('once for an operation', async () => {
    const wishes = { id: 'op1', from: A, to: B, taken: [] };
    await merging.merge(context, wishes);
    expect((await merging.merge(context, wishes)).id).toBe('op1');
    expect(await store.rows.collection('contactMerges').countDocuments({})).toBe(1);
  });

  it('takes along whoever was merged when the contact is erased', async () => {
    await crm.applyChanges({ workspaceId: W1, contactId: A }, { set: { email: 'secret@x.example' } }, 'e1');
    await merge(A, B);
    await merge(B, C);
    await eraseContact(C);
    for (const name of ['contacts', 'contactMerges', 'contactPointers'])
      expect([name, await store.rows.collection(name).countDocuments({})]).toEqual([name, 0]);
  });

  it('a conversation of somebody who was imported, or merged, is theirs', async () => {
    await merge(A, B);
    lanes.contactOf.clear();
    await crm.ensureContact({ ...personOf('a'), at: AT });
    expect(lanes.contactOf.get(laneOf('a'))).toBe('b');
    expect(await contacts.findMany(W1, [A])).toEqual([]);
  });

  it('copies of what changed come later where they were refused, and never older over newer', async () => {
    lanes.failures = 1;
    await crm.applyChanges(placeOf('a'), { addTags: ['vip'] }, 'e1');
    expect(lanes.copies.get('a')).toBeUndefined();
    await store.rows.collection('contacts').updateMany({ mirrorDue: { $exists: true } }, { $set: { mirrorDue: AT } });
    expect(await store.module.get(ContactMirrors).catchUp()).toBe(1);
    expect(lanes.copies.get('a')).toMatchObject({ tags: ['vip'] });
    expect(await store.module.get(ContactMirrors).catchUp()).toBe(0);
    await crm.captureGoal(placeOf('a'), { goal: 'lead', fields: {} }, 'e2');
    expect(lanes.copies.get('a')).toMatchObject({ tags: ['vip'], goals: ['lead'] });
    expect(store.module.get(ContactLinks)).toBeDefined();
  });

  it('timelines tell what happened to both, page after page', async () => {
    await store.module.get(ContactsService).change(context, A, { set: { stage: 'won', email: 'mia@x.example' } });
    await crm.addNote(placeOf('a'), 'note', 'e1');
    await crm.createTask(placeOf('b'), { title: 'task' }, 'e2');
    await crm.captureGoal(placeOf('b'), { goal: 'lead', fields: {} }, 'e3');
    await merge(A, B);
    const kinds: string[] = [];
    let cursor: string | undefined;
    do {
      const asked = { limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const page = await store.module.get(Timelines).list(context, A, asked);
      kinds.push(...page.items.map(({ kind }) => kind));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(kinds.sort()).toEqual(['change', 'merge', 'note', 'outcome', 'stage', 'task']);
    const only = await store.module.get(Timelines).list(context, B, { kinds: ['note'], limit: 5 });
    expect(only.items).toMatchObject([{ kind: 'note', data: { text: 'note' } }]);
  });

  it('contacts who may be one are suggested', async () => {
    const created = store.module.get(NewContacts);
    await created.create(context, { changes: { set: { name: 'Mia Berg', email: 'm@x.example' } } });
    await created.create(context, { changes: { set: { name: 'Berg, Mia', phone: '+49 30 1234567' } } });
    expect(await store.rows.collection('contacts').countDocuments({ matchKeys: 'name:berg mia' })).toBe(2);
  });
});
