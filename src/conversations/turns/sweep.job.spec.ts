import { LANE, laneJob, MESSAGE_PATH, msAfter, PATH_CONFIG } from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import type { LaneJob, QueueGateway } from '../../shared/queues';
import type { Doorbell } from './doorbell.service';
import type { LaneTurns } from './lane-turns.service';
import type { LaneWork } from './lane-work.service';
import { LanesProcessor } from './lanes.processor';
import type { ReadReceipts } from '../sending/read-receipts.service';
import type { ConversationsRepository } from '../repositories/conversations.repository';
import type { InboxRepository } from '../repositories/inbox.repository';
import { RingDueLanes } from './sweep.job';

const PENDING = { ...LANE, participantId: 'pending' };
const DUE = { ...LANE, participantId: 'due' };

describe('RingDueLanes', () => {
  const clock = new ManualClock();
  const old = msAfter(-MESSAGE_PATH.pendingAgeMs, clock.now());
  let backlogged: boolean;
  let steps: unknown[][];
  let rings: { lanes: unknown; need: string }[];
  let sweep: RingDueLanes;

  beforeEach(() => {
    [backlogged, steps, rings] = [false, [], []];
    const ask =
      <T>(name: string, answer: T) =>
      (...args: unknown[]) => {
        steps.push([name, args[0]]);
        return Promise.resolve(answer);
      };
    sweep = new RingDueLanes(
      PATH_CONFIG,
      standIn<InboxRepository>({ lanesPendingSince: ask('pending', [PENDING]) }),
      standIn<ConversationsRepository>({ workDue: ask('due', [DUE]) }),
      standIn<Doorbell>({
        isBacklogged: () => Promise.resolve(backlogged),
        ring: async (lanes, need) => void rings.push({ lanes, need }),
      }),
      standIn<ReadReceipts>({ foldLeftovers: ask('receipts', undefined) }),
      clock,
    );
  });

  it('rings for what nobody rang for, and folds receipts that were left', async () => {
    await sweep.run();
    expect(steps).toHaveLength(3);
    expect(steps).toEqual(
      expect.arrayContaining([
        ['pending', old],
        ['due', clock.now()],
        ['receipts', old],
      ]),
    );
    expect(rings).toEqual([
      { lanes: [PENDING], need: 'turn' },
      { lanes: [DUE], need: 'work' },
    ]);
    expect(sweep.everyMs).toBe(MESSAGE_PATH.sweepMs);
  });

  it('adds nothing to a queue that is behind, and still folds receipts', async () => {
    backlogged = true;
    await sweep.run();
    expect([rings, steps]).toEqual([[], [['receipts', old]]]);
  });
});

describe('LanesProcessor', () => {
  let handle: (job: LaneJob) => Promise<void>;
  let steps: string[];
  let failure: Error | undefined;
  const telemetry = new TelemetryProbe();

  beforeEach(async () => {
    [steps, failure] = [[], undefined];
    const run = (name: string) => () => {
      steps.push(name);
      return failure === undefined ? Promise.resolve() : Promise.reject(failure);
    };
    const processor = new LanesProcessor(
      PATH_CONFIG,
      standIn<QueueGateway>({
        consume: async (queue, concurrency, handler) => {
          steps.push(`${queue}×${concurrency}`);
          // The generic port knows jobs of every queue; this processor asks for one.
          handle = handler as typeof handle;
          return Promise.resolve();
        },
      }),
      standIn<LaneTurns>({ run: run('turns') }),
      standIn<LaneWork>({ run: run('work') }),
      telemetry,
    );
    await processor.start();
  });

  it('takes as many rings at a time as it is told, and does what each needs', async () => {
    await handle(laneJob({ need: 'turn' }));
    await handle(laneJob({ need: 'work' }));
    expect(steps).toEqual([`lanes×${MESSAGE_PATH.concurrency}`, 'turns', 'work']);
  });

  it('only logs a ring that failed: what it should have done is still due', async () => {
    failure = new Error('away');
    await expect(handle(laneJob())).resolves.toBeUndefined();
    expect(telemetry.lines).toMatchObject([
      { level: 'error', fields: { conversationId: LANE.conversationId, correlationId: 'corr', err: failure } },
    ]);
  });
});
