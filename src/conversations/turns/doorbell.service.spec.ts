import { LANE, laneJob } from '../../../test/support/lane-fixtures';
import { standIn } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import type { LaneJob, QueueGateway } from '../../shared/queues';
import { Doorbell } from './doorbell.service';

describe('Doorbell', () => {
  let added: { jobs: readonly LaneJob[]; delayMs: number | undefined }[];
  let away: Error | undefined;
  let telemetry: TelemetryProbe;
  let waiting = 0;
  let doorbell: Doorbell;

  beforeEach(() => {
    added = [];
    away = undefined;
    telemetry = new TelemetryProbe();
    const queues = standIn<QueueGateway>({
      depth: () => Promise.resolve({ waiting, active: 900, delayed: 900 }),
      add: (_queue, jobs, options) => {
        if (away !== undefined) return Promise.reject(away);
        // The generic port knows jobs of every queue; the doorbell adds those of one.
        added.push({ jobs: jobs as readonly LaneJob[], delayMs: options?.delayMs });
        return Promise.resolve();
      },
    });
    doorbell = new Doorbell(queues, telemetry);
  });

  it('rings once for each conversation, with ids only', async () => {
    const row = { ...LANE, payload: { text: 'secret' } };
    await doorbell.ring([row, { ...LANE, participantId: 'p2' }], 'turn', 'c1');
    expect(added).toEqual([
      {
        jobs: [
          { ...LANE, need: 'turn', correlationId: 'c1' },
          { ...LANE, participantId: 'p2', need: 'turn', correlationId: 'c1' },
        ],
        delayMs: undefined,
      },
    ]);
  });

  it.each([
    [2_000, false],
    [2_001, true],
  ])('with %i rings waiting is backlogged: %s', async (given, expected) => {
    waiting = given;
    await expect(doorbell.isBacklogged()).resolves.toBe(expected);
  });

  it('rings later for work that will soon be due', async () => {
    await doorbell.ringLater(LANE, 40, 'c1');
    expect(added).toEqual([{ jobs: [{ ...LANE, need: 'work', correlationId: 'c1' }], delayMs: 40 }]);
  });

  it('puts a ring back for a moment and counts', async () => {
    await doorbell.putBack(laneJob());
    await doorbell.putBack(laneJob({ putBack: 4, need: 'work' }));
    expect(added).toEqual([
      { jobs: [laneJob({ putBack: 1 })], delayMs: 100 },
      { jobs: [laneJob({ putBack: 5, need: 'work' })], delayMs: 100 },
    ]);
  });

  it('leaves a ring to the sweep once it was put back often enough', async () => {
    let job = laneJob();
    for (let round = 0; round < 40; round++) {
      await doorbell.putBack(job);
      job = added.at(-1)?.jobs[0] ?? job;
    }
    expect(added).toHaveLength(15);
  });

  it('only says so when the queue is away: the ring was a hint', async () => {
    away = new Error('Redis is away.');
    await expect(doorbell.ring([LANE], 'turn', 'c1')).resolves.toBeUndefined();
    expect(telemetry.lines).toMatchObject([{ level: 'warn', fields: { count: 1, err: away } }]);
  });
});
