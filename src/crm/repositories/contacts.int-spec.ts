import { Test, type TestingModule } from '@nestjs/testing';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { type AccountId, type ContactId, KernelModule, type WorkspaceId } from '../../shared/kernel';
import { CrmFacade } from '../crm.facade';
import { CrmModule } from '../crm.module';
import { contactIndexes } from '../schemas/contact.schema';
import { ContactsRepository } from './contacts.repository';

const W1 = 'w1' as WorkspaceId;
const AT = new Date('2026-01-01T00:00:00Z');

const participant = (part: { contactId?: string; workspaceId?: string; participantId?: string } = {}) => ({
  workspaceId: (part.workspaceId ?? 'w1') as WorkspaceId,
  contactId: (part.contactId ?? 'c1') as ContactId,
  accountId: 'a1' as AccountId,
  participantId: part.participantId ?? 'p1',
});

describe('contacts on the store', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let crm: CrmFacade;
  let contacts: ContactsRepository;

  beforeEach(async () => {
    database = await createTestDatabase(contactIndexes);
    module = await Test.createTestingModule({ imports: [KernelModule, database.module, CrmModule] }).compile();
    crm = module.get(CrmFacade);
    contacts = module.get(ContactsRepository);
  });
  afterEach(async () => {
    await module.close();
    await database.drop();
  });

  it('makes one contact of many simultaneous first messages', async () => {
    await Promise.all(Array.from({ length: 8 }, () => crm.ensureContact({ ...participant(), at: AT })));
    expect(await contacts.list(W1, 10)).toEqual([
      {
        id: 'c1',
        workspaceId: 'w1',
        identities: [{ accountId: 'a1', participantId: 'p1' }],
        tags: [],
        stage: 'new',
        createdAt: AT,
        updatedAt: AT,
      },
    ]);
  });

  it('keeps one contact an identity in a workspace, and workspaces apart', async () => {
    await crm.ensureContact({ ...participant(), at: AT });
    await crm.ensureContact({ ...participant({ contactId: 'c2' }), at: AT });
    await crm.ensureContact({ ...participant({ contactId: 'c3', workspaceId: 'w2' }), at: AT });
    expect((await contacts.list(W1, 10)).map(({ id }) => id)).toEqual(['c1']);
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

  it('pages through contacts of the same moment without loss or repetition', async () => {
    for (const id of ['c1', 'c2', 'c3', 'c4', 'c5']) {
      const at = id === 'c5' ? new Date(AT.getTime() - 1) : AT;
      await crm.ensureContact({ ...participant({ contactId: id, participantId: id }), at });
    }
    const first = await contacts.list(W1, 3);
    const last = first.at(-1);
    const second = await contacts.list(W1, 3, last && { at: last.createdAt, id: last.id });
    expect([...first, ...second].map(({ id }) => id)).toEqual(['c4', 'c3', 'c2', 'c1', 'c5']);
  });
});
