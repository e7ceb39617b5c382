import { ManualClock } from '../../../test/support/manual-clock';
import { type AccountId, type ContactId, conversationIdOf, type WorkspaceId } from '../../shared/kernel';
import { ChannelPeople } from './channel-people.service';
import type { ContactLinks } from './contact-links.service';
import type { Contact } from '../domain/contact';
import type { ContactsRepository } from '../repositories/contacts.repository';

const AT = new Date('2026-01-02T03:04:05Z');
const IDENTITY = { accountId: 'a1' as AccountId, participantId: 'p1' };
const PARTICIPANT = { workspaceId: 'w1' as WorkspaceId, contactId: 'c1' as ContactId, ...IDENTITY };
const contact = (part: Partial<Contact> = {}): Contact => ({
  id: 'c1' as ContactId,
  workspaceId: 'w1' as WorkspaceId,
  identities: [IDENTITY],
  tags: [],
  stage: 'new',
  fields: {},
  createdAt: AT,
  updatedAt: AT,
  ...part,
});

describe('people whom channels know', () => {
  const repository = { insertIfNew: jest.fn(), findToChange: jest.fn(), save: jest.fn() };
  const links = { claim: jest.fn() };
  const clock = new ManualClock();
  const people = new ChannelPeople(
    repository as unknown as ContactsRepository,
    links as unknown as ContactLinks,
    clock,
  );
  const holder = (part: Partial<Contact> = {}) =>
    repository.findToChange.mockResolvedValue({ contact: contact(part), revision: 4, effects: [], edits: {} });
  beforeEach(() => jest.resetAllMocks());

  it('become new contacts, dated by the first message, by one command', async () => {
    repository.insertIfNew.mockResolvedValue(true);
    await people.ensure({ ...PARTICIPANT, at: AT });
    expect(repository.insertIfNew).toHaveBeenCalledWith(contact());
    expect(repository.findToChange).not.toHaveBeenCalled();
    expect(links.claim).not.toHaveBeenCalled();
  });

  it('keep their contact when they are made again', async () => {
    repository.insertIfNew.mockResolvedValue(false);
    holder();
    await people.ensure({ ...PARTICIPANT, at: AT });
    expect(links.claim).not.toHaveBeenCalled();
  });

  it('hand their conversation to whoever has their identity', async () => {
    repository.insertIfNew.mockResolvedValue(false);
    holder({ id: 'other' as ContactId, tags: ['vip'] });
    await people.ensure({ ...PARTICIPANT, at: AT });
    const mirror = { workspaceId: 'w1', contactId: 'other', revision: 4, tags: ['vip'], stage: 'new', goals: [] };
    expect(links.claim).toHaveBeenCalledWith([conversationIdOf(IDENTITY.accountId, 'p1')], mirror);
  });

  it.each<[object, Partial<Contact>, object]>([
    [{ name: 'Mia', username: 'mia.b' }, {}, { name: 'Mia', identities: [{ name: 'Mia', username: 'mia.b' }] }],
    [{ name: 'Mia' }, { name: 'Maria' }, { name: 'Maria', identities: [{ name: 'Mia' }] }],
    [{ username: 'mia.b' }, {}, { identities: [{ username: 'mia.b' }] }],
    [{ name: '' }, {}, { identities: [IDENTITY] }],
  ])('take the profile %j', async (profile, part, expected) => {
    holder(part);
    repository.save.mockResolvedValueOnce(false).mockResolvedValue(true);
    await people.applyProfile({ ...PARTICIPANT, ...profile });
    expect(repository.save).toHaveBeenCalledTimes(2);
    expect(repository.save.mock.calls[1]?.[1]).toMatchObject(expected);
    expect(repository.save.mock.calls[1]?.[2]).toEqual({ at: clock.now() });
  });
});
