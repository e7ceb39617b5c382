import { AT, type CrmOnTheStore, openCrm, participant, W1 } from '../../../test/support/crm';
import type { AccountId, ContactId, ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import type { CrmFacade } from '../crm.facade';
import type { ContactFilter } from '../domain/contact-filter';
import { ContactListsRepository } from './contact-lists.repository';
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
});
