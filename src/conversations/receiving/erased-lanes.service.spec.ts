import { LANE, msAfter, NOW } from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { standIn, turnOfTheLoop } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import type { ChangeFeed } from '../../shared/redis';
import { ErasedLanes } from './erased-lanes.service';
import type { ErasedLanesRepository } from '../repositories/erased-lanes.repository';
import type { ErasedLaneRow } from '../schemas/erased-lane.schema';

describe('ErasedLanes', () => {
  let clock: ManualClock;
  let rows: ErasedLaneRow[];
  let asked: Date[];
  let away: Error | undefined;
  let hints: string[];
  let lanes: ErasedLanes;

  beforeEach(() => {
    clock = new ManualClock();
    [rows, asked, away, hints] = [[], [], undefined, []];
    lanes = new ErasedLanes(
      standIn<ErasedLanesRepository>({
        changedSince: async (since) => {
          asked.push(since);
          if (away !== undefined) throw away;
          return rows.filter(({ changedAt }) => changedAt >= since);
        },
        mark: async (workspaceId, ids, closed) => {
          for (const _id of ids) put(_id, closed, { workspaceId });
        },
      }),
      standIn<ChangeFeed>({ publish: async (_, key) => void hints.push(key) }),
      clock,
      new TelemetryProbe().logger,
    );
  });

  const put = (_id: string, closed: boolean, part: Partial<ErasedLaneRow> = {}) => {
    const { workspaceId } = LANE;
    const row = {
      _id,
      workspaceId,
      closed,
      erasedAt: NOW,
      changedAt: NOW,
      expiresAt: msAfter(60_000, clock.now()),
      ...part,
    };
    rows = [...rows.filter((other) => other._id !== _id), row];
  };
  const covers = async (at: Date, lane = LANE) => {
    await lanes.confirm();
    return lanes.covers(lane, at);
  };

  it('takes nothing in while a conversation is closed, new or old', async () => {
    put(LANE.conversationId, true);
    expect([await covers(msAfter(-1)), await covers(msAfter(60_000))]).toEqual([true, true]);
    expect(lanes.isClosed(LANE.conversationId)).toBe(true);
  });

  it('nor while its whole workspace is', async () => {
    put(LANE.workspaceId, true);
    expect(await covers(msAfter(60_000))).toBe(true);
  });

  it.each([
    ['before it was erased', -1, true],
    ['at that moment', 0, true],
    ['after it', 1, false],
  ])('once open again, drops what happened %s: %#', async (_, ms, covered) => {
    put(LANE.conversationId, false);
    expect(await covers(msAfter(ms))).toBe(covered);
    expect(lanes.isClosed(LANE.conversationId)).toBe(false);
  });

  it('leaves every other conversation alone', async () => {
    put('another', true);
    expect(await covers(msAfter(-1))).toBe(false);
  });

  it('never answers from what is older than a second', async () => {
    expect(await covers(NOW)).toBe(false);
    put(LANE.conversationId, true);
    clock.advance(1_000);
    expect(lanes.confirm()).toBeNull();
    clock.advance(1);
    expect(await covers(NOW)).toBe(true);
  });

  it('does not answer at all while the database is away', async () => {
    away = new Error('away');
    await expect(lanes.confirm()).rejects.toThrow('away');
    away = undefined;
    expect(await covers(NOW)).toBe(false);
  });

  it('knows at once what it closed itself, and tells the others', async () => {
    await covers(NOW);
    await lanes.close(LANE.workspaceId, [LANE.conversationId]);
    expect(await covers(msAfter(9_000))).toBe(true);
    expect(hints).toEqual([LANE.workspaceId]);
  });

  it('asks for what has changed only, with room for what was late', async () => {
    put('a', true, { changedAt: msAfter(60_000) });
    await lanes.refresh();
    await lanes.refresh();
    expect(asked.at(-1)).toEqual(msAfter(55_000));
  });

  it('asks once for many who wait', async () => {
    await Promise.all([lanes.confirm(), lanes.confirm(), lanes.confirm()]);
    await turnOfTheLoop();
    expect(asked).toHaveLength(1);
  });

  it('forgets when nothing can be delivered late any more', async () => {
    put(LANE.conversationId, true, { expiresAt: msAfter(100, clock.now()) });
    expect(await covers(NOW)).toBe(true);
    rows = [];
    clock.advance(1_001);
    expect(await covers(NOW)).toBe(false);
  });
});
