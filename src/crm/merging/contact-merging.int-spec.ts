import { AT, type CrmOnTheStore, openCrm, participant, W1 } from '../../../test/support/crm';
import { type ContactId, Contributions, conversationIdOf, type RequestContext, type UserId } from '../../shared/kernel';
import { PersonalRowsRepository } from '../../workspace/repositories/personal-rows.repository';
import { ContactLinks } from '../contact-links.service';
import { ContactMirrors } from '../contact-mirrors.service';
import { type ContactMirror, type ContactMove, ContactReferences } from '../contact-references.port';
import { CrmPersonalData } from '../crm.personal-data';
import type { CrmFacade } from '../crm.facade';
import { ContactsRepository } from '../repositories/contacts.repository';
import { ContactsService } from '../contacts.service';
import { NewContacts } from '../new-contacts.service';
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

/** Stands for the conversations: which contact each lane is of, and which copy it has. */
class Lanes extends ContactReferences {
  readonly contactOf = new Map<string, string>();
  readonly copies = new Map<string, ContactMirror>();
  failures = 0;

  override async mirror(mirror: ContactMirror): Promise<void> {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('away');
    }
    if ((this.copies.get(mirror.contactId)?.revision ?? -1) < mirror.revision)
      this.copies.set(mirror.contactId, mirror);
  }

  override async claim(conversationIds: readonly string[], mirror: ContactMirror): Promise<void> {
    for (const id of conversationIds) this.contactOf.set(id, mirror.contactId);
  }

  override async follow({ from, to }: ContactMove): Promise<void> {
    for (const [id, contactId] of this.contactOf) if (contactId === from) this.contactOf.set(id, to);
  }

  override async goBack({ to, conversationIds }: ContactMove): Promise<void> {
    for (const id of conversationIds) this.contactOf.set(id, to);
  }
}

describe('merging contacts on the store', () => {
  let store: CrmOnTheStore;
  let crm: CrmFacade;
  let merging: ContactMerging;
  let contacts: ContactsRepository;
  let lanes: Lanes;

  beforeEach(async () => {
    store = await openCrm();
    crm = store.crm;
    merging = store.module.get(ContactMerging);
    contacts = store.module.get(ContactsRepository);
    lanes = new Lanes();
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
    const rounds = 12;
    const traffic = async (id: 'a' | 'b') => {
      for (let n = 0; n < rounds; n += 1) {
        const effect = `${id}-${n}`;
        const changes = { set: { fields: { [`${id}${n}`]: n } } };
        await crm.applyChanges(placeOf(id), changes, effect);
        await crm.addNote(placeOf(id), effect, `note-${effect}`);
        // As after a crash.
        if (n % 3 === 0) await crm.applyChanges(placeOf(id), changes, effect);
        await crm.captureGoal(placeOf(id), { goal: 'lead', fields: { n: String(n) } }, `goal-${effect}`);
        await crm.ensureContact({ ...personOf(id), at: AT });
      }
    };
    const mergeAndUndo = async () => {
      for (let n = 0; n < 3; n += 1) {
        const { id } = await merge(A, B);
        await merging.undo(context, id);
      }
      return merge(A, B);
    };
    await Promise.all([traffic('a'), traffic('b'), mergeAndUndo()]);
    await store.rows.collection('contactMerges').updateMany({ status: 'merged' }, { $set: { settleAt: AT } });
    await store.module.get(MergeSettling).settleDue();
    const rows = await store.rows
      .collection('contacts')
      .find({ 'identities.participantId': { $in: ['a', 'b'] } })
      .toArray();
    expect(rows.map(({ _id }) => String(_id))).toEqual(['b']);
    expect(new Set(await everything())).toEqual(new Set(['b']));
    expect(await ofContact('contactNotes')).toHaveLength(2 * rounds);
    expect([...lanes.contactOf.values()].filter((contactId) => contactId === 'a')).toEqual([]);
    const written = Array.from({ length: rounds }, (_, n) => [`a${n}`, `b${n}`]).flat();
    expect(Object.keys(rows[0]?.['fields'] as object).sort()).toEqual(written.sort());
    const applied = rows[0]?.['effects'] as string[];
    expect(new Set(applied).size).toBe(applied.length);
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
    const subject = { kind: 'contact' as const, workspaceId: W1, contactIds: [C], conversationIds: [] };
    const erase = new PersonalRowsRepository(store.rows);
    for (const { collection, contact } of store.module.get(CrmPersonalData).collections) {
      const share = contact?.(subject);
      if (share !== undefined) await erase.erase(collection, share, 100);
    }
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
    await store.module.get(ContactsService).change(context, A, { set: { stage: 'won' } });
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
    expect(kinds.sort()).toEqual(['merge', 'note', 'outcome', 'stage', 'task']);
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
