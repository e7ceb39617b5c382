import { conversation, hold, message, msAfter, NOW } from '../../../test/support/lane-fixtures';
import { parkingCommit } from './parking-commit';

describe('parkingCommit', () => {
  const row = conversation({ state: { step: 2 }, hold: hold(msAfter(1)), unread: 3 });

  it('consumes the event with its reason and changes nothing else', () => {
    expect(parkingCommit(row, message('m'), 'why', NOW)).toMatchObject({
      state: { step: 2 },
      consumed: [{ id: 'm', at: NOW, parked: 'why' }],
      sends: [],
      tasks: [],
      timers: { arm: [], cancel: [] },
      hold: null,
      mirrors: { lastActivityAt: row.lastActivityAt, unread: 0, contactId: 'c1' },
    });
  });

  it('names no contact when the first event is parked: nobody has made one', () => {
    const first = parkingCommit(conversation({ contactId: null }), message('m'), 'why', NOW);
    expect(first.mirrors.contactId).toBeNull();
  });
});
