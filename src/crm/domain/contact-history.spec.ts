import type { ContactId, UserId, WorkspaceId } from '../../shared/kernel';
import type { Contact } from './contact';
import { historiesAfter, historiesOf, historiesWithout } from './contact-history';

const AT = new Date('2026-01-01T00:00:00Z');
const LATER = new Date('2026-01-02T00:00:00Z');
const ANN = 'ann' as UserId;

const contact = (part: Partial<Contact> = {}): Contact => ({
  id: 'c1' as ContactId,
  workspaceId: 'w1' as WorkspaceId,
  identities: [],
  tags: ['vip', 'berlin'],
  stage: 'new',
  fields: {},
  createdAt: AT,
  updatedAt: AT,
  ...part,
});

const after = (part: Partial<Contact>, names: string[], userId?: UserId) =>
  historiesAfter(contact(), contact({ updatedAt: LATER, ...part }), names, {
    id: 'e1',
    ...(userId === undefined ? {} : { userId }),
  });

describe('what a contact remembers of a change', () => {
  it('is which stage it left', () => {
    expect(after({ stage: 'won' }, ['stage'], ANN)).toEqual({
      stageHistory: [{ id: 'e1', at: LATER, from: 'new', to: 'won', userId: ANN }],
    });
  });

  it('is which tags came and went, and who has it', () => {
    const changed = { tags: ['vip', 'lead'], ownerId: ANN };
    expect(after(changed, ['ownerId', 'tags'])).toEqual({
      changeHistory: [
        {
          id: 'e1',
          at: LATER,
          changed: ['ownerId', 'tags'],
          added: ['lead'],
          removed: ['berlin'],
          owner: { from: null, to: ANN },
        },
      ],
    });
  });

  it('is that its data changed, and never what they say', () => {
    const told = after({ email: 'mia@x.example', fields: { size: 'M' } }, ['email', 'fields.size']);
    expect(told).toEqual({ changeHistory: [{ id: 'e1', at: LATER, changed: ['email', 'fields.size'] }] });
  });

  it('is both at once, the newest hundred of each, and nothing of no change', () => {
    const long = Array.from({ length: 100 }, (_, n) => ({ id: `s${n}`, at: AT, from: 'a', to: 'b' }));
    const before = contact({ stageHistory: long });
    const next = contact({ stage: 'won', updatedAt: LATER });
    const told = historiesAfter(before, next, ['stage', 'email'], { id: 'e1' });
    expect(told.stageHistory?.map(({ id }) => id)).toEqual([...long.slice(1).map(({ id }) => id), 'e1']);
    expect(told.changeHistory).toHaveLength(1);
    expect(after({}, [])).toEqual({});
  });

  it('comes together in a merge by time, and apart again', () => {
    const edit = (id: string, at: Date) => ({ id, at, changed: ['email'] });
    const [winner, loser] = [
      contact({ changeHistory: [edit('w', LATER)] }),
      contact({ changeHistory: [edit('l', AT)] }),
    ];
    const both = historiesOf(winner, loser);
    expect(both).toEqual({ changeHistory: [edit('l', AT), edit('w', LATER)] });
    expect(historiesWithout(contact(both), loser).changeHistory).toEqual(winner.changeHistory);
    expect(historiesWithout(loser, loser)).toEqual({ stageHistory: undefined, changeHistory: undefined });
  });
});
