import { contactTerms } from '../../../migrations/0017-contact-terms';
import { AT, type CrmOnTheStore, openCrm, participant, W1 } from '../../../test/support/crm';
import type { AccountId, ContactId, ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import type { CrmFacade } from '../crm.facade';
import type { ContactFilter } from '../domain/contact-filter';
import { NO_PROGRESS } from '../domain/crm-job';
import { CrmJobRunner } from '../jobs/crm-job-runner.service';
import { ContactListsRepository } from './contact-lists.repository';
import { ContactBatches } from '../contacts/contact-batches.service';
import { ContactMerging } from '../merging/contact-merging.service';
import { Duplicates } from '../merging/duplicates.service';
import { ContactsRepository } from './contacts.repository';

describe('contacts on the store', () => {
  let store: CrmOnTheStore;
  let crm: CrmFacade;
  let contacts: ContactsRepository;
  let lists: ContactListsRepository;

  beforeEach(async () => {
    store = await openCrm();
    crm = store.crm;
    contacts = store.module.get(ContactsRepository);
    lists = store.module.get(ContactListsRepository);
  });
  afterEach(() => store.close());

  const listed = (limit: number, filter: ContactFilter = {}, after?: { at: Date; id: string }, workspaceId = W1) => {
    const position = after === undefined ? {} : { after: { sort: 'newest', value: after.at, id: after.id } as const };
    return lists.list(workspaceId, [filter], { sort: 'newest', limit, ...position });
  };

  it('makes one contact of many simultaneous first messages', async () => {
    await Promise.all(Array.from({ length: 8 }, () => crm.ensureContact({ ...participant(), at: AT })));
    expect(await listed(10)).toEqual([
      {
        id: 'c1',
        workspaceId: 'w1',
        identities: [{ accountId: 'a1', participantId: 'p1' }],
        tags: [],
        stage: 'new',
        fields: {},
        createdAt: AT,
        updatedAt: AT,
      },
    ]);
  });

  it('keeps one contact an identity in a workspace, and workspaces apart', async () => {
    await crm.ensureContact({ ...participant(), at: AT });
    await crm.ensureContact({ ...participant({ contactId: 'c2' }), at: AT });
    await crm.ensureContact({ ...participant({ contactId: 'c3', workspaceId: 'w2' }), at: AT });
    expect((await listed(10)).map(({ id }) => id)).toEqual(['c1']);
    expect(await contacts.findById(W1, 'c3' as ContactId)).toBeNull();
    expect(await contacts.findById('w2' as WorkspaceId, 'c3' as ContactId)).not.toBeNull();
  });

  it('applies a profile to its identity alone, and to the name only while there is none', async () => {
    await crm.ensureContact({ ...participant(), at: AT });
    await crm.applyProfile({ ...participant(), name: 'Mia', username: 'mia.b' });
    await crm.applyProfile({ ...participant(), name: 'Mia B.' });
    await crm.applyProfile({ ...participant({ workspaceId: 'w2' }), name: 'Foreign' });
    await crm.applyProfile({ ...participant({ participantId: 'p9' }), username: 'stranger' });
    expect(await contacts.findById(W1, 'c1' as ContactId)).toMatchObject({
      name: 'Mia',
      identities: [{ accountId: 'a1', participantId: 'p1', name: 'Mia B.', username: 'mia.b' }],
    });
  });

  it('keeps what a channel shows of one identity apart from the others, and flows see that one', async () => {
    await crm.ensureContact({ ...participant(), at: AT });
    const profile = { pictureUrl: 'https://cdn/p', followerCount: 12, followsBusiness: false, at: AT };
    await crm.applyProfile({ ...participant(), username: 'mia.b', profile });
    await crm.applyProfile({ ...participant({ participantId: 'p9' }), profile: { ...profile, followsBusiness: true } });
    // A name alone takes nothing away.
    await crm.applyProfile({ ...participant(), name: 'Mia' });
    const contact = await contacts.findById(W1, 'c1' as ContactId);
    expect(contact?.identities).toEqual([
      { accountId: 'a1', participantId: 'p1', name: 'Mia', username: 'mia.b', profile },
    ]);
    const { workspaceId, accountId, participantId } = participant();
    const person = { workspaceId, conversationId: 'c' as ConversationId, accountId, participantId };
    expect(await crm.contactView(person)).toEqual({
      name: 'Mia',
      username: 'mia.b',
      profilePictureUrl: 'https://cdn/p',
      followerCount: 12,
      followsBusiness: false,
      stage: 'new',
      tags: [],
      fields: {},
    });
  });

  it('pages through contacts of the same moment without loss or repetition', async () => {
    for (const id of ['c1', 'c2', 'c3', 'c4', 'c5']) {
      const at = id === 'c5' ? new Date(AT.getTime() - 1) : AT;
      await crm.ensureContact({ ...participant({ contactId: id, participantId: id }), at });
    }
    const first = await listed(3);
    const last = first.at(-1);
    const second = await listed(3, {}, last && { at: last.createdAt, id: last.id });
    expect([...first, ...second].map(({ id }) => id)).toEqual(['c4', 'c3', 'c2', 'c1', 'c5']);
  });

  it('lists those that match every filter, page after page', async () => {
    for (const id of ['c1', 'c2', 'c3', 'c4'])
      await crm.ensureContact({ ...participant({ contactId: id, participantId: id }), at: AT });
    store.directory.add('ann', { w1: 'agent' });
    const wishes = { set: { stage: 'won', ownerId: 'ann' }, addTags: ['vip', 'new'] };
    for (const id of ['c1', 'c2', 'c3'])
      await crm.applyChanges({ workspaceId: W1, contactId: id as ContactId }, wishes, `e-${id}`);
    await crm.applyChanges({ workspaceId: W1, contactId: 'c1' as ContactId }, { removeTags: ['vip'] }, 'e2');
    const ids = async (filter: ContactFilter, after?: { at: Date; id: string }) =>
      (await listed(2, filter, after)).map(({ id }) => id);
    expect(await ids({ tag: 'vip' })).toEqual(['c3', 'c2']);
    expect(await ids({ stage: 'won', tag: 'new' })).toEqual(['c3', 'c2']);
    expect(await ids({ stage: 'won', tag: 'new', ownerId: 'ann' as UserId }, { at: AT, id: 'c2' })).toEqual(['c1']);
    expect(await ids({ stage: 'lost' })).toEqual([]);
    expect(await listed(2, { tag: 'vip' }, undefined, 'w2' as WorkspaceId)).toEqual([]);
  });

  it('finds a person by an identity as a whole, in their workspace', async () => {
    await crm.ensureContact({ ...participant(), at: AT });
    const second = { accountId: 'a2', participantId: 'p2' };
    await store.rows.collection<{ identities: object[] }>('contacts').updateOne({}, { $push: { identities: second } });
    const find = (accountId: string, participantId: string, workspaceId = 'w1') =>
      contacts.findPerson({
        workspaceId: workspaceId as WorkspaceId,
        accountId: accountId as AccountId,
        participantId,
      });
    expect([(await find('a1', 'p1'))?.id, (await find('a2', 'p2'))?.id]).toEqual(['c1', 'c1']);
    expect([await find('a1', 'p2'), await find('a2', 'p1'), await find('a1', 'p1', 'w2')]).toEqual([null, null, null]);
  });

  it('counts and looks no further than it is told, and says so', async () => {
    for (const [n, tags] of [['vip'], ['vip', 'top'], ['top'], [], ['vip']].entries()) {
      const person = participant({ contactId: `c${n}`, participantId: `p${n}` });
      await crm.ensureContact({ ...person, at: new Date(AT.getTime() + n) });
      await crm.applyChanges(person, { addTags: tags, ...(n < 3 ? { set: { email: 'a@b.example' } } : {}) }, 'e');
    }
    const count = (filter: ContactFilter, most: number, looked: number) => lists.count(W1, [filter], { most, looked });
    expect(await count({ tag: 'vip' }, 10, 10)).toEqual({ count: 3, isCapped: false });
    expect(await count({ tag: 'vip' }, 2, 10)).toEqual({ count: 2, isCapped: true });
    expect(await count({ tag: 'vip', hasEmail: false }, 10, 10)).toEqual({ count: 1, isCapped: false });
    expect(await count({ tag: 'vip', hasEmail: false }, 10, 1)).toMatchObject({ isCapped: true });
    expect(await count({ hasEmail: true, withoutTag: 'top' }, 10, 10)).toEqual({ count: 1, isCapped: false });
    expect(await count({ createdFrom: new Date(AT.getTime() + 3) }, 10, 10)).toEqual({ count: 2, isCapped: false });
    const tags = (looked: number, beginning?: string) =>
      lists.tags(W1, { limit: 2, looked, ...(beginning === undefined ? {} : { beginning }) });
    const [vip, top] = [
      { tag: 'vip', count: 3 },
      { tag: 'top', count: 2 },
    ];
    expect(await tags(10)).toEqual({ tags: [vip, top], isCapped: false });
    expect(await tags(2)).toEqual({ tags: [{ tag: 'vip', count: 1 }], isCapped: true });
    expect(await tags(10, 'to')).toEqual({ tags: [top], isCapped: false });
    expect(await tags(10, 'x')).toEqual({ tags: [], isCapped: false });
  });

  it('finds who has an address, a number, a consent or a source also in rows from before', async () => {
    const was = { workspaceId: 'w1', tags: [], stage: 'new', identities: [], createdAt: AT };
    const rows = store.rows.collection<{ _id: string }>('contacts');
    await rows.insertOne({
      _id: 'old',
      ...was,
      email: 'a@b.example',
      marketingConsent: 'granted',
      source: 'import',
    } as never);
    const ids = async (filter: ContactFilter) => (await listed(10, filter)).map(({ id }) => id);
    expect(await ids({ hasEmail: true })).toEqual([]);
    if (store.rows.db === undefined) throw new Error('Not connected.');
    for (let time = 0; time < 2; time += 1) await contactTerms.up(store.rows.db);
    for (const filter of [{ hasEmail: true }, { marketingConsent: 'granted' }, { source: 'import' }] as const)
      expect([filter, await ids(filter)]).toEqual([filter, ['old']]);
    expect(await ids({ hasPhone: true })).toEqual([]);
    expect(await rows.findOne({ _id: 'old' })).toMatchObject({
      fieldTerms: ['@email', '@consent=granted', '@source=import'],
    });
  });

  it('shows contacts that may be one on the page of the newest of them, whatever is between', async () => {
    const rows = store.rows.collection<{ _id: string }>('contacts');
    const row = (n: number, email: string) => ({
      ...{ _id: `d${n}`, workspaceId: 'w1', tags: [], stage: 'new', identities: [], fields: {}, email },
      ...{ matchKeys: [`email:${email}`], createdAt: new Date(AT.getTime() + n) },
    });
    const others = Array.from({ length: 600 }, (_, n) => row(n, `${n}@x.example`));
    await rows.insertMany([...others, row(600, '3@x.example'), row(601, '599@x.example'), row(602, '3@x.example')]);
    const duplicates = store.module.get(Duplicates);
    const context = { workspaceId: W1, actor: { kind: 'system', name: 'test' }, correlationId: 'c' } as const;
    const shown = async (cursor?: string) => {
      const { items, nextCursor } = await duplicates.page(context, cursor);
      return { groups: items.map(({ reason, contacts: same }) => [reason, ...same.map(({ id }) => id)]), nextCursor };
    };
    const first = await shown();
    expect(first.groups).toEqual([
      ['email', 'd602', 'd600', 'd3'],
      ['email', 'd601', 'd599'],
    ]);
    expect(await shown(first.nextCursor)).toEqual({ groups: [], nextCursor: undefined });
  });

  it('what a job or a goal changes is told with it, or not made, and told once', async () => {
    await crm.ensureContact({ ...participant(), at: AT });
    const lane = { ...participant(), conversationId: 'l1' as ConversationId };
    const { contactId: _c, ...person } = lane;
    const wanted = { values: {}, fields: {}, addTags: ['vip'], removeTags: [] };
    const relabel = () => store.module.get(ContactBatches).apply(W1, [{ contactId: lane.contactId, wanted }]);
    const reach = () => crm.captureGoal(person, { goal: 'lead', fields: { email: 'm@x.example' } }, 'e1');
    const away = new Error('away');
    for (const change of [relabel, reach]) {
      const record = jest.spyOn(store.events, 'record').mockRejectedValueOnce(away);
      const before = (await contacts.findById(W1, lane.contactId))?.[change === relabel ? 'tags' : 'goals'];
      await expect(change()).rejects.toBe(away);
      expect((await contacts.findById(W1, lane.contactId))?.[change === relabel ? 'tags' : 'goals']).toEqual(before);
      record.mockRestore();
      for (let time = 0; time < 2; time += 1) await change();
    }
    const told = store.events.told.filter(({ type }) => type === 'contact.changed').map(({ data }) => data['changed']);
    expect(told).toEqual([['tags'], ['email'], ['goals']]);
  });

  it('an account that is erased is erased from what merged contacts were, too', async () => {
    const [a, b] = ['a', 'b'].map((id) => participant({ contactId: id, participantId: id }));
    if (a === undefined || b === undefined) throw new Error('There are two.');
    const other = { ...a, accountId: 'other' as AccountId, participantId: 'secret' };
    for (const person of [other, b]) await crm.ensureContact({ ...person, at: AT });
    store.directory.add('ann', { w1: 'admin' });
    const context = { workspaceId: W1, actor: { kind: 'user', userId: 'ann' as UserId }, correlationId: 'c' } as const;
    const merging = store.module.get(ContactMerging);
    const { id } = await merging.merge(context, { from: a.contactId, to: b.contactId, taken: [] });
    expect(await crm.leaveAccount(W1, other.accountId, ['secret'])).toEqual([]);
    for (const name of ['contacts', 'contactMerges']) {
      const rows = await store.rows.collection(name).find({}).toArray();
      expect([name, JSON.stringify(rows).includes('secret')]).toEqual([name, false]);
    }
    await merging.undo(context, id);
    expect(await contacts.findById(W1, a.contactId)).toMatchObject({ id: a.contactId, identities: [] });
  });

  it('is found by an old id wherever merges have brought it, and where it is back', async () => {
    await crm.ensureContact({ ...participant({ contactId: 'c' }), at: AT });
    const pointers = store.rows.collection<{ _id: string }>('contactPointers');
    const pointer = (_id: string, contactId: string) => ({ _id, workspaceId: 'w1', contactId, merges: [] });
    // As read between the steps of somebody else: `a` still leads to `b`, which went on to `c`.
    await pointers.insertMany([pointer('a', 'b'), pointer('b', 'c')]);
    expect(await contacts.findById(W1, 'a' as ContactId)).toMatchObject({ id: 'c' });
    expect(await contacts.findById(W1, 'nobody' as ContactId)).toBeNull();
    await pointers.insertOne(pointer('x', 'y'));
    await pointers.insertOne(pointer('y', 'x'));
    expect(await contacts.findById(W1, 'x' as ContactId)).toBeNull();
  });

  it('a job that is further is told so together with it', async () => {
    await store.rows.collection<{ _id: string }>('crmJobs').insertOne({
      ...{ _id: 'j1', workspaceId: 'w1', task: { kind: 'tag', from: 'vip' }, status: 'pending', problems: [] },
      ...{ progress: NO_PROGRESS, step: 0, attempts: 0, createdAt: AT, dueAt: AT },
    });
    const record = jest.spyOn(store.events, 'record').mockRejectedValueOnce(new Error('away'));
    const runner = store.module.get(CrmJobRunner);
    const jobs = store.rows.collection<{ _id: string; step: number; status: string; dueAt?: Date }>('crmJobs');
    expect(await runner.next()).toBe(true);
    expect(await jobs.findOne({ _id: 'j1' })).toMatchObject({ step: 0, status: 'running' });
    record.mockRestore();
    await jobs.updateOne({ _id: 'j1' }, { $set: { dueAt: AT } });
    expect(await runner.next()).toBe(true);
    expect(await jobs.findOne({ _id: 'j1' })).toMatchObject({ step: 1, status: 'done' });
    expect(store.events.told).toMatchObject([{ type: 'job.progressed', data: { status: 'done' } }]);
  });
});
