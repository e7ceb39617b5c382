import { ManualClock } from '../../test/support/manual-clock';
import type { AccountId, ContactId, WorkspaceId } from '../shared/kernel';
import type { CrmEffects } from './crm-effects';
import { CrmFacade } from './crm.facade';
import type { OutcomeCapture } from './outcomes/outcome-capture.service';
import type { ContactsRepository } from './repositories/contacts.repository';

const PARTICIPANT = {
  workspaceId: 'w1' as WorkspaceId,
  contactId: 'c1' as ContactId,
  accountId: 'a1' as AccountId,
  participantId: 'p1',
};

describe('CrmFacade', () => {
  const repository = { insertIfNew: jest.fn(), setIdentity: jest.fn(), setNameIfNone: jest.fn() };
  const clock = new ManualClock();
  const crm = new CrmFacade(repository as unknown as ContactsRepository, {} as CrmEffects, {} as OutcomeCapture, clock);
  beforeEach(() => jest.clearAllMocks());

  it('makes a new contact of a participant, dated by the first message', async () => {
    const at = new Date('2026-01-02T03:04:05Z');
    await crm.ensureContact({ ...PARTICIPANT, at });
    expect(repository.insertIfNew).toHaveBeenCalledWith({
      id: 'c1',
      workspaceId: 'w1',
      identities: [{ accountId: 'a1', participantId: 'p1' }],
      tags: [],
      stage: 'new',
      fields: {},
      createdAt: at,
      updatedAt: at,
    });
  });

  it.each([
    [{ name: 'Mia', username: 'mia.b' }, { name: 'Mia', username: 'mia.b' }, 'Mia'],
    [{ username: 'mia.b' }, { username: 'mia.b' }, null],
    [{ name: '' }, {}, null],
  ])('applies the profile %j', async (profile, identity, name) => {
    await crm.applyProfile({ ...PARTICIPANT, ...profile });
    const expected = { accountId: 'a1', participantId: 'p1', ...identity };
    expect(repository.setIdentity).toHaveBeenCalledWith('w1', 'c1', expected, clock.now());
    if (name === null) expect(repository.setNameIfNone).not.toHaveBeenCalled();
    else expect(repository.setNameIfNone).toHaveBeenCalledWith('w1', 'c1', name, clock.now());
  });
});
