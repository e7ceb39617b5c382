import { conversation, LANE, msAfter, NOW } from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import type { Transactions } from '../../shared/database';
import type { Doorbell } from '../turns/doorbell.service';
import type { ErasedLanes } from './erased-lanes.service';
import { LaneEvents, type NewLaneEvent } from './lane-events.service';
import type { InboxRepository } from '../repositories/inbox.repository';
import type { InboxEventRow } from '../schemas/inbox-event.schema';

const timer = (id: string): NewLaneEvent => ({
  id,
  payload: { kind: 'timer', timerId: id, data: {} },
  at: msAfter(-5),
  correlationId: `corr-${id}`,
});

describe('LaneEvents', () => {
  const clock = new ManualClock();
  let rows: readonly InboxEventRow[];
  let rings: unknown[][];
  let failed: Set<number>;
  let duplicates: Set<number>;
  let events: LaneEvents;
  let erasedAt: Date;
  let afterCommit: (() => void)[];

  beforeEach(() => {
    erasedAt = new Date(0);
    [rows, rings, failed, duplicates] = [[], [], new Set(), new Set()];
    afterCommit = [];
    events = new LaneEvents(
      standIn<InboxRepository>({
        insertWithin: async (given) => void (rows = given),
        insertMany: (given) => {
          rows = given;
          return Promise.resolve({ duplicates, failed });
        },
      }),
      standIn<Doorbell>({ ring: async (...args) => void rings.push(args) }),
      standIn<ErasedLanes>({ confirm: () => null, covers: (_, at) => at <= erasedAt }),
      standIn<Transactions>({ afterCommit: (announce) => void afterCommit.push(announce) }),
      clock,
    );
  });

  it('stores them pending in their lane, in order, and rings', async () => {
    await events.add(conversation(), [timer('a'), timer('b')]);
    expect(rows).toEqual(
      ['a', 'b'].map((id, sequence) => ({
        _id: id,
        ...LANE,
        status: 'pending',
        payload: { kind: 'timer', timerId: id, data: {} },
        platformAt: msAfter(-5, NOW),
        receivedAt: clock.now(),
        sequence,
        correlationId: `corr-${id}`,
      })),
    );
    expect(rings).toEqual([[[LANE], 'turn', 'corr-a']]);
  });

  it('stores them as part of a change, and rings once that is committed', async () => {
    await events.addWithin(conversation(), [timer('a')]);
    expect([rows.map(({ _id }) => _id), rings]).toEqual([['a'], []]);
    for (const announce of afterCommit) announce();
    expect(rings).toEqual([[[LANE], 'turn', 'corr-a']]);
    erasedAt = NOW;
    rows = [];
    await events.addWithin(conversation(), [timer('b')]);
    expect([rows, afterCommit]).toMatchObject([[], { length: 1 }]);
  });

  it('takes one that is there already for stored, and rings again', async () => {
    duplicates = new Set([0]);
    await events.add(conversation(), [timer('a')]);
    expect(rings).toHaveLength(1);
  });

  it('fails when one could not be stored', async () => {
    failed = new Set([1]);
    await expect(events.add(conversation(), [timer('a'), timer('b')])).rejects.toThrow('1 events could not be stored');
    expect(rings).toEqual([]);
  });

  it('adds nothing to a conversation that was erased meanwhile, but to one that began after it', async () => {
    const row = conversation();
    erasedAt = row.createdAt;
    await events.add(row, [timer('a')]);
    expect([rows, rings]).toEqual([[], []]);
    await events.add({ ...row, createdAt: msAfter(1, row.createdAt) }, [timer('a')]);
    expect(rows).toHaveLength(1);
  });
});
