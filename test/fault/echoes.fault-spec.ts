import { MUG, WHICH_PIECE } from '../support/demo-texts';
import type { FaultInput } from '@parley/instagram-simulator';
import { Lane } from '../support/lane';
import { Parley, until } from '../support/parley';
import { TwoWorkers } from '../support/two-workers';
import { echoBody, postWebhook, textsBody } from '../support/webhook-post';

const THREAD_UNREADABLE: FaultInput = {
  kind: 'refuse',
  code: 100,
  count: 'always',
  match: { operation: 'conversations' },
};

describe('an echo', () => {
  let parley: Parley;
  let workers: TwoWorkers;

  beforeAll(async () => {
    parley = await Parley.start({ workers: 2 });
    workers = new TwoWorkers(parley);
  });

  afterEach(() => parley.simulator.clearFaults());

  afterAll(() => parley.stop());

  const strikes = (lane: Lane) => ({ match: { customer: lane.customer.id } });
  const strikesEcho = (lane: Lane) => ({ match: { customer: lane.customer.id, webhook: 'echo' as const } });

  async function isNobodyElses(lane: Lane): Promise<void> {
    expect(await lane.textsFrom('app')).toEqual([]);
    expect((await lane.row()).hold).toBeNull();
  }

  it('of our own that is judged while its send is claimed is not taken for a person', async () => {
    const lane = await Lane.open(parley);
    await parley.simulator.inject({ kind: 'rate-limit', ...strikes(lane) });
    await lane.says('price?');
    await lane.isPutOff();
    const echo = { mid: `early-${lane.customer.id}`, customer: lane.customer.id, text: WHICH_PIECE, at: Date.now() };
    const arrives = () => postWebhook(parley.apiUrl, echoBody(parley.account.id, echo));
    await workers.pauseAt('turn.decided', arrives, { LEASE_MS: '60000' });
    await parley.simulator.inject({ kind: 'timeout-after', ...strikes(lane) });
    await parley.simulator.inject({ kind: 'lost-echo', ...strikesEcho(lane) });
    await parley.simulator.inject(THREAD_UNREADABLE);
    workers.otherGoesOn();
    await lane.workIsDue();
    await lane.headIs('sending');
    await workers.wake();
    await lane.endsWith([WHICH_PIECE]);
    await isNobodyElses(lane);
    expect(await lane.textsFrom('bot')).toEqual([WHICH_PIECE]);
  });

  it('of our own that comes between the row of its send and the outbox’s shift is recognised by its row', async () => {
    const lane = await Lane.open(parley);
    await parley.simulator.inject({ kind: 'hold-webhooks', count: 'always', ...strikesEcho(lane) });
    await workers.pauseAt('send.row-written', () => lane.says('price?'));
    await parley.simulator.releaseWebhooks({ customer: lane.customer.id });
    await until(async () => (await lane.events('echo')).length === 1, 10_000, 'the echo to be stored');
    workers.otherGoesOn();
    await lane.endsWith([WHICH_PIECE]);
    await workers.wake();
    await isNobodyElses(lane);
  });

  it('of our own that comes while nobody knows what became of its send settles it', async () => {
    const lane = await Lane.open(parley);
    await parley.simulator.inject({ kind: 'hold-webhooks', count: 'always', ...strikesEcho(lane) });
    await parley.simulator.inject(THREAD_UNREADABLE);
    await workers.killAt('send.posted:kill', () => lane.says('price?'));
    workers.otherGoesOn();
    await lane.becomes(({ outbox: [head] }) => (head?.failedReads ?? 0) > 0, 'a failed read of the thread');
    await parley.simulator.releaseWebhooks({ customer: lane.customer.id });
    await lane.endsWith([WHICH_PIECE]);
    await isNobodyElses(lane);
  });

  it('of a person waits while a send of ours is unsettled, holds up nothing, and then holds the bot', async () => {
    const lane = await Lane.open(parley);
    await parley.simulator.inject({ kind: 'timeout-after', ...strikes(lane) });
    await parley.simulator.inject({ kind: 'lost-echo', ...strikesEcho(lane) });
    await lane.says('price?');
    await lane.headIs('sending');
    // Accepted, so that it is our echo that gets lost, not the person's.
    await lane.expectSent([WHICH_PIECE]);
    await lane.ownerTypes('I am here.');
    await lane.says('hello?');
    await until(async () => (await lane.textsFrom('participant')).includes('hello?'), 5_000, 'the message to be taken');
    expect(await lane.textsFrom('app')).toEqual([]);
    await lane.endsWith([WHICH_PIECE]);
    expect(await lane.textsFrom('app')).toEqual(['I am here.']);
    expect((await lane.row()).hold).toMatchObject({ reason: 'app_reply' });
  });

  it('of a person holds the bot also when its row was written before the worker died', async () => {
    const lane = await Lane.open(parley);
    await lane.says('hello');
    await until(
      async () => (await lane.events('message'))[0]?.status === 'done',
      10_000,
      'the first message to be done',
    );
    await workers.killAt('turn.leased:kill', () => lane.ownerTypes('I am here.'));
    for (const event of await lane.events('echo')) await lane.appRowIsWritten(event);
    expect(await lane.textsFrom('app')).toEqual(['I am here.']);
    expect((await lane.row()).hold).toBeNull();
    workers.otherGoesOn();
    await lane.becomes(({ hold }) => hold?.reason === 'app_reply', 'the hold');
    await lane.says('price?');
    await lane.endsWith([]);
    expect(await lane.textsFrom('app')).toEqual(['I am here.']);
  });

  it('that comes late settles a parked send, and until then the next went on', async () => {
    const lane = await Lane.open(parley);
    await parley.simulator.inject({ kind: 'hold-webhooks', count: 1, ...strikesEcho(lane) });
    await parley.simulator.inject({ kind: 'lose-webhook', count: 1, ...strikesEcho(lane) });
    await parley.simulator.inject({ kind: 'timeout-after', ...strikes(lane) });
    await lane.says('price?');
    await lane.expectSent([WHICH_PIECE]);
    await lane.ownerTypes(WHICH_PIECE);
    await lane.becomes(({ outbox }) => outbox.length === 0, 'the send to be parked');
    expect((await lane.messages()).at(-1)).toMatchObject({
      origin: 'bot',
      status: 'parked',
      error: { code: 'SEND.AMBIGUOUS' },
    });
    await lane.taps('Mug');
    await lane.endsWith([WHICH_PIECE, MUG]);
    await parley.simulator.releaseWebhooks({ customer: lane.customer.id });
    const sentRows = async () =>
      (await lane.messages()).filter(({ origin, status }) => origin === 'bot' && status === 'sent');
    await until(async () => (await sentRows()).length === 2, 10_000, 'the parked send to be settled');
    await lane.endsWith([WHICH_PIECE, MUG]);
    await isNobodyElses(lane);
  });
});

describe('a consumed event', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start();
  });

  afterAll(() => parley.stop());

  it('is remembered as long as a full page of others may hide it', async () => {
    const lane = await Lane.open(parley);
    await parley.worker.stop();
    await parley.worker.start({ FAULT_POINTS: 'turn.recorded:kill' });
    const { at } = await lane.says('price?');
    await parley.worker.ended();
    expect((await lane.events('message')).map(({ status }) => status)).toEqual(['pending']);
    await lane.ringAges();
    const older = Array.from({ length: 60 }, (_, index) => ({
      mid: `older-${index}`,
      customer: lane.customer.id,
      text: `Line ${index}`,
      at: at - 60_000 + index,
    }));
    expect(await postWebhook(parley.apiUrl, textsBody(parley.account.id, older))).toBe(200);
    await parley.worker.start();
    await lane.endsWith([WHICH_PIECE]);
    expect(await lane.textsFrom('participant')).toEqual([...older.map(({ text }) => text), 'price?']);
  });
});
