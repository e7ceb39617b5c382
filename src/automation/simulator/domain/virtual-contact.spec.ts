import { changeContact } from './virtual-contact';
import { newLane } from './virtual-lane-state';

const lane = () =>
  newLane({
    laneId: 'lane',
    now: 0,
    unanswered: 'fails',
    persona: { name: 'Ana', username: 'ana.k', tags: ['vip'], fields: { city: 'Porto' } },
  });

describe('the made-up record', () => {
  it('is changed by the CRM’s rules', () => {
    const state = lane();
    const set = { email: 'Ana@Example.com', stage: 'qualified', fields: { size: 38 } };
    expect(changeContact(state, { set, addTags: ['Lead Magnet'], removeTags: ['vip'] })).toEqual({
      ok: true,
      value: {},
    });
    expect(state.contact).toEqual({
      name: 'Ana',
      username: 'ana.k',
      email: 'ana@example.com',
      stage: 'qualified',
      tags: ['lead magnet'],
      fields: { city: 'Porto', size: 38 },
    });
  });

  it('is left as it is when something does not fit', () => {
    const state = lane();
    const refused = changeContact(state, { set: { stage: 'lead', email: 'ana@example.com' }, addTags: ['a'] });
    expect(refused).toEqual({ ok: false, error: expect.stringContaining('stage') as string });
    expect(state).toEqual(lane());
  });
});
