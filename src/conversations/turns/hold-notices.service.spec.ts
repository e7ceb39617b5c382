import { conversation } from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import type { AppLogger } from '../../shared/observability';
import { HoldNotices } from './hold-notices.service';
import type { LaneEvents, NewLaneEvent } from '../receiving/lane-events.service';

describe('HoldNotices', () => {
  const added: NewLaneEvent[] = [];
  const logged: unknown[][] = [];
  let failing = false;
  const notices = new HoldNotices(
    standIn<LaneEvents>({
      add: async (_, events) => {
        if (failing) throw new Error('store away');
        added.push(...events);
      },
    }),
    new ManualClock(),
    standIn<AppLogger>({ event: (...args) => void logged.push(args) }),
  );

  it('tells the lane of each hold, under a new id', async () => {
    await notices.announce(conversation());
    await notices.announce(conversation());
    expect(added).toMatchObject([{ payload: { kind: 'hold' } }, { payload: { kind: 'hold' } }]);
    expect(new Set(added.map(({ id }) => id)).size).toBe(2);
  });

  it('tells of one that must be noticed under the id it is given, and fails where it cannot', async () => {
    await notices.ensure(conversation(), 'handed-back-1');
    expect(added.at(-1)).toMatchObject({ id: 'handed-back-1', payload: { kind: 'hold' } });
    failing = true;
    await expect(notices.ensure(conversation(), 'handed-back-1')).rejects.toThrow('store away');
    failing = false;
  });

  it('is a hint: one that is lost is logged, and nothing fails', async () => {
    failing = true;
    await notices.announce(conversation());
    expect(logged).toMatchObject([['warn', 'hold not noticed', expect.anything()]]);
  });
});
