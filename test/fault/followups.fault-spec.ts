import { WHICH_PIECE } from '../support/demo-texts';
import { Lane } from '../support/lane';
import { OwnerApi } from '../support/owner-api';
import { Parley, until } from '../support/parley';
import { TwoWorkers } from '../support/two-workers';

const STILL = 'Shall we keep a piece for you?';

describe('follow-ups', () => {
  let parley: Parley;
  let workers: TwoWorkers;

  beforeAll(async () => {
    // Timers are due when a test says so.
    parley = await Parley.start({ workers: 2 });
    workers = new TwoWorkers(parley);
    const policy = {
      name: 'Before the window closes',
      moment: { kind: 'before_window_closes', hours: 2 },
      action: { kind: 'text', texts: [{ language: 'en', text: STILL }] },
    };
    expect((await new OwnerApi(parley).call('POST', '/followup-policies', policy)).status).toBe(201);
  });

  afterAll(() => parley.stop());

  async function waiting(): Promise<Lane> {
    const lane = await Lane.open(parley);
    await lane.says('price');
    await lane.expectSent([WHICH_PIECE]);
    await parley.settled();
    // The other one ends the session, two hours later.
    expect((await lane.row()).timers).toHaveLength(2);
    return lane;
  }

  const rowsOf = async (lane: Lane) => {
    const { _id } = await lane.row();
    return parley.database.collection('followupTasks').find({ conversationId: _id }).toArray();
  };

  /** Said once, by a row that says so. */
  async function endsSaid(lane: Lane): Promise<void> {
    await lane.endsWith([WHICH_PIECE, STILL]);
    await until(
      async () => (await rowsOf(lane)).every(({ status, settleAt }) => status === 'sent' && settleAt === null),
      30_000,
      'the row to be sent, and nobody to look at it again',
    );
    expect(await rowsOf(lane)).toMatchObject([{ status: 'sent', text: STILL }]);
    expect(await lane.events('timer')).toHaveLength(1);
  }

  it('go out once each with two workers', async () => {
    const lanes = await Promise.all(Array.from({ length: 5 }, waiting));
    await Promise.all(lanes.map((lane) => lane.waitIsOver()));
    for (const lane of lanes) await endsSaid(lane);
  });

  it.each(['timer.event-stored:kill', 'turn.committed:kill', 'task.event-stored:kill', 'turn.recorded:kill'])(
    'go out once when a worker dies at %s',
    async (at) => {
      const lane = await waiting();
      await workers.killAt(at, () => lane.waitIsOver());
      workers.otherGoesOn();
      await lane.workIsDue();
      await endsSaid(lane);
    },
  );

  it('do not go out when a hold begins while a worker is paused before its commit', async () => {
    const lane = await waiting();
    await workers.pauseAt('task.event-stored', () => lane.waitIsOver());
    await lane.hold();
    workers.otherGoesOn();
    await workers.wake();
    await lane.endsWith([WHICH_PIECE]);
    expect(await rowsOf(lane)).toMatchObject([{ status: 'scheduled', revision: 2, sendId: null }]);
  });
});
