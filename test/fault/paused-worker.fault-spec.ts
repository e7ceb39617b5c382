import { MUG, WHICH_PIECE } from '../support/demo-texts';
import { Lane } from '../support/lane';
import { Parley } from '../support/parley';
import { TwoWorkers } from '../support/two-workers';

/**
 * Where a worker may be paused for longer than its lease, its claim and the reads of the thread. Not while its POST is on
 * its way: what a pause does there lies outside the promise (the pause bound of a send).
 */
const PAUSES = [
  'turn.leased',
  'turn.decided',
  'turn.committed',
  'send.claimed',
  'send.posted',
  'send.row-written',
  'send.shifted',
];

describe('a worker that is paused', () => {
  let parley: Parley;
  let workers: TwoWorkers;

  beforeAll(async () => {
    parley = await Parley.start({ workers: 2 });
    workers = new TwoWorkers(parley);
  });

  afterAll(() => parley.stop());

  const claimOf = async (lane: Lane) => (await lane.row()).outbox[0]?.claim?.id;

  it.each(PAUSES)('at %s until another has done its work does no harm when it wakes', async (point) => {
    const lane = await Lane.open(parley);
    await workers.pauseAt(point, () => lane.says('price?'));
    workers.otherGoesOn();
    await lane.endsWith([WHICH_PIECE]);
    await workers.wake();
    await lane.endsWith([WHICH_PIECE]);
    expect(await lane.textsFrom('participant')).toEqual(['price?']);
    expect(await lane.textsFrom('bot')).toEqual([WHICH_PIECE]);
    expect(await lane.textsFrom('app')).toEqual([]);
    await lane.taps('Mug');
    await lane.endsWith([WHICH_PIECE, MUG]);
  });

  it('with a refusal in its hands does not put back what another is sending by now', async () => {
    const lane = await Lane.open(parley);
    const match = { customer: lane.customer.id };
    await parley.simulator.inject({ kind: 'refuse', code: 4, match });
    await workers.pauseAt('send.posted', () => lane.says('price?'));
    // The refusal has put a brake on the account.
    await parley.forgetBudgets();
    const first = await claimOf(lane);
    await parley.simulator.inject({ kind: 'timeout-after', match });
    await parley.simulator.inject({ kind: 'lost-echo', match });
    workers.otherGoesOn();
    await lane.becomes(({ outbox: [head] }) => head?.status === 'sending' && head.claim?.id !== first, 'a newer claim');
    await workers.wake();
    await lane.endsWith([WHICH_PIECE]);
    expect(await lane.textsFrom('bot')).toEqual([WHICH_PIECE]);
  });

  it('with a success in its hands does not drop the send that follows', async () => {
    const lane = await Lane.open(parley);
    await workers.pauseAt('send.posted', () => lane.says('price?'));
    workers.otherGoesOn();
    await lane.endsWith([WHICH_PIECE]);
    await parley.simulator.inject({ kind: 'timeout-before', match: { customer: lane.customer.id } });
    await lane.taps('Mug');
    await lane.headIs('sending');
    await workers.wake();
    await lane.endsWith([WHICH_PIECE, MUG]);
  });

  it('after it has decided appends to the outbox as it is then, not as it was read', async () => {
    const lane = await Lane.open(parley);
    await parley.simulator.inject({ kind: 'rate-limit', match: { customer: lane.customer.id } });
    await lane.says('price?');
    await lane.isPutOff();
    await workers.pauseAt('turn.decided', () => lane.says('price again?'), { LEASE_MS: '60000' });
    workers.otherGoesOn();
    await lane.workIsDue();
    await lane.expectSent([WHICH_PIECE]);
    await lane.becomes(({ outbox }) => outbox.length === 0, 'the first send to be settled');
    await workers.wake();
    await lane.endsWith([WHICH_PIECE, WHICH_PIECE]);
    expect(await lane.textsFrom('bot')).toEqual([WHICH_PIECE, WHICH_PIECE]);
  });

  it('after it has decided decides again when a hold began meanwhile', async () => {
    const lane = await Lane.open(parley);
    await lane.says('hello');
    await parley.settled();
    await workers.pauseAt('turn.decided', () => lane.says('price?'), { LEASE_MS: '60000' });
    workers.otherGoesOn();
    await lane.hold();
    await workers.wake();
    await lane.endsWith([]);
    expect(await lane.textsFrom('participant')).toEqual(['hello', 'price?']);
  });
});
