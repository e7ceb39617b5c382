import { signature256 } from '../src/index';
import type { CustomerControl } from '../src/index';
import { SimulatorCore } from '../src/core';
import type { WebhookEvent } from '../src/webhooks/webhook-event';
import { APP_SECRET, openStage, VERIFY_TOKEN } from './support/stage';
import type { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const jane = (): CustomerControl => stage.sim.customer(stage.customer.id);
const say = async (...texts: string[]): Promise<void> => {
  for (const text of texts) await jane().sendsText(text);
};
const texts = (): unknown[] =>
  stage.callback.items().map((item) => (item['message'] as { text?: string } | undefined)?.text);

describe('delivery', () => {
  it('keeps the order: a failing update blocks those behind it', async () => {
    await stage.sim.configure({ retryDelaysMs: [0, 0] });
    stage.callback.answers.push(503, 500, 200);
    await say('one', 'two', 'three');
    await stage.sim.whenIdle();
    expect(texts()).toEqual(['one', 'one', 'one', 'two', 'three']);
    expect((await stage.sim.webhooks()).map(({ attempt, outcome, status }) => [attempt, outcome, status])).toEqual([
      [1, 'retrying', 503],
      [2, 'retrying', 500],
      [3, 'acknowledged', 200],
      [1, 'acknowledged', 200],
      [1, 'acknowledged', 200],
    ]);
  });

  it('retries on its own clock, and gives up in the end', async () => {
    await stage.sim.configure({ retryDelaysMs: [60_000, 3_600_000] });
    stage.callback.answers.push(500, 404, 302);
    await say('one', 'two');
    const failed = (attempt: number): Promise<unknown> =>
      stage.sim.waitForWebhook((delivery) => delivery.attempt === attempt, 5000);
    await failed(1);
    expect(texts()).toEqual(['one']);
    await stage.sim.advanceClock(60_000);
    await failed(2);
    await stage.sim.advanceClock(3_600_000);
    await failed(3);
    await stage.sim.whenIdle();
    expect(texts()).toEqual(['one', 'one', 'one', 'two']);
    expect((await stage.sim.webhooks()).map(({ outcome }) => outcome)).toEqual([
      'retrying',
      'retrying',
      'given-up',
      'acknowledged',
    ]);
  });

  it('counts a callback that does not answer in time, or is not there, as failed', async () => {
    await stage.sim.configure({ retryDelaysMs: [0], webhookTimeoutMs: 500 });
    stage.callback.answers.push(0);
    await say('slow');
    await stage.sim.whenIdle();
    expect(await stage.sim.webhooks()).toMatchObject([
      { attempt: 1, status: null, error: expect.stringContaining('timeout') },
      { attempt: 2, status: 200 },
    ]);
    await stage.callback.close();
    await say('gone');
    await stage.sim.whenIdle();
    expect((await stage.sim.webhooks()).at(-1)).toMatchObject({ outcome: 'given-up', status: null });
  });

  it('lets accounts not wait for each other', async () => {
    await stage.sim.configure({ retryDelaysMs: [3_600_000] });
    const other = await stage.sim.createAccount({ username: 'other.shop', subscribed: true });
    const bob = await stage.sim.createCustomer({ account: other.id, username: 'bob' });
    stage.callback.answers.push(500);
    await say('stuck');
    await stage.sim.waitForWebhook(({ outcome }) => outcome === 'retrying', 5000);
    await stage.sim.customer(bob.id).sendsText('through');
    await stage.sim.waitForWebhook(({ outcome }) => outcome === 'acknowledged', 5000, { account: other.id });
    expect(texts()).toEqual(['stuck', 'through']);
  });

  it('batches what has gathered, when told', async () => {
    await stage.sim.configure({ webhookBatchSize: 10 });
    let release = (): void => undefined;
    const firstArrived = new Promise<void>((arrived) => {
      stage.callback.onPost = () =>
        new Promise((answer) => {
          release = answer;
          arrived();
        });
    });
    await say('one');
    await firstArrived;
    await say('two', 'three');
    await jane().comments('four');
    stage.callback.onPost = null;
    release();
    await stage.sim.whenIdle();
    const batch = stage.callback.received.at(-1)?.json.entry;
    expect(stage.callback.received).toHaveLength(2);
    expect(batch).toMatchObject([
      { messaging: [{ message: { text: 'two' } }, { message: { text: 'three' } }] },
      { changes: [{ field: 'comments', value: { text: 'four' } }] },
    ]);
  });

  it('unsubscribes an account that fails too long, when told', async () => {
    await stage.sim.configure({
      retryDelaysMs: [1_800_000, 1_800_000, 1_800_000],
      unsubscribeAfterFailingMs: 3_600_000,
    });
    stage.callback.answers.push(500, 500, 500);
    await say('one');
    for (const attempt of [1, 2]) {
      await stage.sim.waitForWebhook((delivery) => delivery.attempt === attempt, 5000);
      await stage.sim.advanceClock(1_800_000);
    }
    await stage.sim.waitForWebhook(({ outcome }) => outcome === 'given-up', 5000);
    expect((await stage.graph('GET', '/me/subscribed_apps')).body).toEqual({ data: [] });
    await stage.sim.account(stage.account.id).subscribe();
    await say('again');
    await stage.sim.whenIdle();
    expect(texts().at(-1)).toBe('again');
  });
});

describe('an update with a condition', () => {
  it('waits for it, and those behind it wait too', async () => {
    const core = new SimulatorCore({
      appId: '1',
      appSecret: APP_SECRET,
      verifyToken: VERIFY_TOKEN,
      callbackUrl: stage.callback.url,
    });
    core.world.put('accounts', { ...stage.account });
    const event = (mid: string, account = stage.account.id): WebhookEvent => ({
      kind: 'echo',
      field: 'message_echoes',
      account,
      mid,
      item: { place: 'messaging', value: { message: { mid, text: mid } } },
    });
    let answered = (): void => undefined;
    const after = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const first = core.dispatcher.enqueue(event('first'), { after });
    const second = core.dispatcher.enqueue(event('second'));
    const other = { ...stage.account, id: '17841400000000002' };
    core.world.put('accounts', other);
    await core.dispatcher.enqueue(event('other', other.id));
    expect(texts()).toEqual(['other']);
    answered();
    expect(await Promise.all([first, second])).toEqual(['acknowledged', 'acknowledged']);
    expect(texts()).toEqual(['other', 'first', 'second']);
    core.close();
  });
});

describe('webhook faults', () => {
  it('duplicates', async () => {
    await stage.sim.inject({ kind: 'duplicate-webhook', times: 2 });
    await say('one', 'two');
    await stage.sim.whenIdle();
    expect(texts()).toEqual(['one', 'one', 'one', 'two']);
  });

  it('reorders what matches, and nothing else', async () => {
    await stage.sim.inject({ kind: 'reorder-webhooks', size: 3, match: { webhook: 'message' } });
    await say('one', 'two');
    await jane().tapsPostback('Menu', 'M');
    await say('three', 'four');
    await stage.sim.whenIdle();
    expect(texts()).toEqual([undefined, 'three', 'two', 'one', 'four']);
  });

  it('holds by kind until released, in order, while others pass', async () => {
    await stage.sim.inject({ kind: 'hold-webhooks', count: 'always', match: { webhook: 'message' } });
    await say('one', 'two');
    await jane().tapsPostback('Menu', 'M');
    expect(await stage.sim.whenIdle()).toEqual({ idle: true, queued: 0, held: 2, delayed: 0 });
    expect(texts()).toEqual([undefined]);
    expect(await stage.sim.releaseWebhooks({ webhook: 'echo' })).toBe(0);
    expect(await stage.sim.releaseWebhooks()).toBe(2);
    await say('three');
    await stage.sim.whenIdle();
    expect(texts()).toEqual([undefined, 'one', 'two', 'three']);
  });

  it('holds the echo while the message is answered', async () => {
    await say('hi');
    await stage.sim.inject({ kind: 'hold-webhooks', count: 'always', match: { webhook: 'echo' } });
    expect((await stage.send({ text: 'hello' })).status).toBe(200);
    await stage.sim.whenIdle();
    expect(texts()).toEqual(['hi']);
    await stage.sim.releaseWebhooks();
    await stage.sim.whenIdle();
    expect(texts()).toEqual(['hi', 'hello']);
  });

  it('delays on its own clock, while others pass', async () => {
    await stage.sim.inject({ kind: 'delay-webhook', ms: 3_600_000 });
    await say('late', 'prompt');
    expect(await stage.sim.whenIdle()).toMatchObject({ idle: true, delayed: 1 });
    expect(texts()).toEqual(['prompt']);
    await stage.sim.advanceClock(3_600_000);
    await stage.sim.whenIdle();
    expect(texts()).toEqual(['prompt', 'late']);
  });

  it('loses, and signs wrongly', async () => {
    await stage.sim.inject({ kind: 'lose-webhook' });
    await stage.sim.inject({ kind: 'bad-signature' });
    await say('lost', 'forged', 'good');
    await stage.sim.whenIdle();
    expect(texts()).toEqual(['forged', 'good']);
    const signatures = stage.callback.received.map(
      ({ body, signature }) => signature === signature256(APP_SECRET, body),
    );
    expect(signatures).toEqual([false, true]);
  });
});
