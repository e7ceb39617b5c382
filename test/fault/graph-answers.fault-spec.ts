import { HOURS, MUG, WHICH_PIECE } from '../support/demo-texts';
import type { FaultInput } from '@parley/instagram-simulator';
import { Lane } from '../support/lane';
import { Parley, until } from '../support/parley';

/** What Graph does to one send. All but the customer it strikes. */
type Strike = FaultInput[];

const ACCEPTED: [string, Strike][] = [
  ['and no answer comes', [{ kind: 'timeout-after', how: 'hang' }]],
  ['and the connection breaks', [{ kind: 'timeout-after', how: 'reset' }]],
  ['and half an answer comes', [{ kind: 'timeout-after', how: 'cut' }]],
  ['and the answer comes too late', [{ kind: 'delay-after', ms: 1_500 }]],
  ['and the answer is a server error', [{ kind: 'server-error-after' }]],
  ['and the answer is error 1', [{ kind: 'answer-error', status: 500, code: 1, subcode: 1_357_046 }]],
  ['and neither answer nor echo comes', [{ kind: 'timeout-after' }, { kind: 'lost-echo' }]],
  [
    'and only the second read shows it',
    [{ kind: 'timeout-after' }, { kind: 'lost-echo' }, { kind: 'late-in-thread', ms: 2_000 }],
  ],
  ['and its echo is lost', [{ kind: 'lost-echo' }]],
  ['and its echo comes before the answer', [{ kind: 'early-echo' }, { kind: 'delay-after', ms: 500 }]],
  ['and its echo comes, but no answer', [{ kind: 'early-echo' }, { kind: 'timeout-after' }]],
  ['and its echo comes twice', [{ kind: 'duplicate-webhook', times: 2, match: { webhook: 'echo' } }]],
];

const NOT_ACCEPTED: [string, Strike][] = [
  ['and no answer comes', [{ kind: 'timeout-before', how: 'hang' }]],
  ['and the connection breaks', [{ kind: 'timeout-before', how: 'reset' }]],
  ['and the answer is a server error', [{ kind: 'server-error-before' }]],
];

/** What is no text is recognised by other marks. */
const TEMPLATE: [string, Strike][] = [
  ['and no answer comes', [{ kind: 'timeout-after' }]],
  ['and neither answer nor echo comes', [{ kind: 'timeout-after' }, { kind: 'lost-echo' }]],
];

describe('a send', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start({ env: { UNKNOWN_SECOND_READ_MS: '1500' } });
  });

  afterEach(() => parley.simulator.clearFaults());

  afterAll(() => parley.stop());

  async function strike(lane: Lane, faults: Strike): Promise<void> {
    for (const fault of faults)
      await parley.simulator.inject({ ...fault, match: { ...fault.match, customer: lane.customer.id } });
  }

  async function isSentOnce(lane: Lane): Promise<void> {
    await lane.endsWith([WHICH_PIECE]);
    const out = (await lane.messages()).filter(({ direction }) => direction === 'out');
    const [entry] = (await parley.simulator.ledger({ customer: lane.customer.id })).filter(
      ({ origin }) => origin === 'api',
    );
    expect(out).toMatchObject([{ origin: 'bot', status: 'sent', text: WHICH_PIECE, mid: entry?.mid }]);
    expect((await lane.row()).hold).toBeNull();
    await lane.taps('Mug');
    await lane.endsWith([WHICH_PIECE, MUG]);
  }

  it.each(ACCEPTED)('that Graph accepted %s is not sent again', async (_name, faults) => {
    const lane = await Lane.open(parley);
    await strike(lane, faults);
    await lane.says('price?');
    await isSentOnce(lane);
  });

  it.each(NOT_ACCEPTED)('that Graph did not accept %s is sent again', async (_name, faults) => {
    const lane = await Lane.open(parley);
    await strike(lane, faults);
    await lane.says('price?');
    await isSentOnce(lane);
  });

  it.each(TEMPLATE)('of buttons that Graph accepted %s is not sent again', async (_name, faults) => {
    const lane = await Lane.open(parley, 'Jane');
    await strike(lane, faults);
    await lane.says('hours?');
    await lane.endsWith([HOURS('Jane')]);
    expect((await lane.messages()).filter(({ direction }) => direction === 'out')).toMatchObject([
      { origin: 'bot', status: 'sent' },
    ]);
    expect((await lane.row()).hold).toBeNull();
  });

  it('that Graph refused for its rate goes out later, once', async () => {
    const lane = await Lane.open(parley);
    await strike(lane, [{ kind: 'rate-limit' }]);
    await lane.says('price?');
    await lane.isPutOff();
    await lane.workIsDue();
    await isSentOnce(lane);
  });

  it('that Graph refused for good is marked as failed, and the next goes out', async () => {
    const lane = await Lane.open(parley);
    await strike(lane, [{ kind: 'refuse', code: 100, subcode: 2_534_014, message: 'No such person.' }]);
    await lane.says('price?');
    await lane.says('price again?');
    await lane.endsWith([WHICH_PIECE]);
    const failed = (await lane.messages()).find(({ status }) => status === 'failed');
    expect(failed).toMatchObject({ origin: 'bot', error: { code: '100/2534014' } });
  });

  it('without a valid token waits, with all that follow, until the account is connected again', async () => {
    const lanes = [await Lane.open(parley), await Lane.open(parley)] as const;
    await parley.simulator.account(parley.account.id).revokeTokens();
    for (const lane of lanes) await lane.says('price?');
    const accounts = parley.database.collection('instagramAccounts');
    await Promise.all(
      lanes.map((lane) => lane.becomes(({ outbox }) => outbox[0]?.status === 'pending', 'the send to wait')),
    );
    expect(await accounts.findOne({})).toMatchObject({ status: 'revoked' });
    await lanes[0].says('price again?');
    await lanes[0].becomes(({ outbox }) => outbox.length === 2, 'the second send to wait');
    const calls = await parley.simulator.calls();
    expect(calls.filter(({ errorCode }) => errorCode === 190).length).toBeLessThanOrEqual(lanes.length);
    await parley.reconnectAccount();
    // Workers learn of it within a second; until then they put what is due off again.
    await until(
      async () => {
        await Promise.all(lanes.map((lane) => lane.workIsDue()));
        return (await Promise.all(lanes.map((lane) => parley.sentTo(lane.customer)))).every((sent) => sent.length > 0);
      },
      10_000,
      'the queue to be released',
    );
    await lanes[0].endsWith([WHICH_PIECE, WHICH_PIECE]);
    await lanes[1].endsWith([WHICH_PIECE]);
    expect(await accounts.findOne({})).toMatchObject({ status: 'connected' });
  });
});
