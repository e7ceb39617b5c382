import { WHICH_PIECE } from '../support/demo-texts';
import { Lane } from '../support/lane';
import { Parley } from '../support/parley';

describe('a hold', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start();
  });

  afterEach(() => parley.simulator.clearFaults());

  afterAll(() => parley.stop());

  const strikes = (lane: Lane) => ({ match: { customer: lane.customer.id } });

  async function workerDiesAt(faultPoints: string, act: () => Promise<unknown>): Promise<void> {
    await parley.worker.stop();
    await parley.worker.start({ FAULT_POINTS: faultPoints });
    await act();
    await parley.worker.ended();
  }

  it('cancels what the bot has queued and lets out only what was being sent', async () => {
    const lane = await Lane.open(parley);
    await parley.simulator.inject({ kind: 'delay-before', ms: 700, ...strikes(lane) });
    await lane.says('price?');
    await lane.headIs('sending');
    await lane.says('price again?');
    await lane.becomes(({ outbox }) => outbox.length === 2, 'the second send to be queued');
    await lane.hold();
    await lane.endsWith([WHICH_PIECE]);
    expect(await lane.textsFrom('bot')).toEqual([WHICH_PIECE]);
  });

  it('cancels what waits for a limit to pass, and not what a person has queued', async () => {
    const lane = await Lane.open(parley);
    await parley.simulator.inject({ kind: 'rate-limit', count: 2, ...strikes(lane) });
    await lane.says('price?');
    await lane.isPutOff();
    await lane.hold();
    expect((await lane.row()).outbox).toEqual([]);
    await lane.memberWrites('One moment.');
    await lane.isPutOff();
    await lane.hold();
    await lane.workIsDue();
    await lane.endsWith(['One moment.']);
  });

  it('set while sending, when the POST never happened, cancels the send', async () => {
    const lane = await Lane.open(parley);
    await workerDiesAt('send.claimed:kill', () => lane.says('price?'));
    await lane.hold();
    await parley.worker.start();
    await lane.endsWith([]);
    expect(await lane.textsFrom('bot')).toEqual([]);
    await lane.resume();
    await lane.says('price again?');
    await lane.endsWith([WHICH_PIECE]);
  });

  it('set while sending, when the POST did happen, changes nothing', async () => {
    const lane = await Lane.open(parley);
    await parley.simulator.inject({ kind: 'lost-echo', ...strikes(lane) });
    await workerDiesAt('send.posted:kill', () => lane.says('price?'));
    await lane.hold();
    await parley.worker.start();
    await lane.endsWith([WHICH_PIECE]);
    expect(await lane.textsFrom('bot')).toEqual([WHICH_PIECE]);
  });
});
