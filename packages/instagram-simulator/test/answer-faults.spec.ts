import { openStage, refusal } from './support/stage';
import type { GraphAnswer, Stage } from './support/stage';
import type { FaultInput } from '../src/index';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  await stage.sim.customer(stage.customer.id).sendsText('hi');
  await stage.sim.whenIdle();
});
afterEach(() => stage.close());

const sent = async (): Promise<(string | undefined)[]> =>
  (await stage.sim.ledger()).filter(({ origin }) => origin === 'api').map(({ answer }) => answer);
const echoes = (): unknown[] => stage.callback.items().filter((item) => JSON.stringify(item).includes('is_echo'));

describe('refusals: answered with an error, nothing accepted', () => {
  it.each<[FaultInput, object]>([
    [{ kind: 'rate-limit' }, { status: 429, code: 613, subcode: undefined }],
    [
      { kind: 'rate-limit', status: 400 },
      { status: 400, code: 613, subcode: undefined },
    ],
    [{ kind: 'token-expired' }, { status: 401, code: 190, subcode: 463 }],
    [
      { kind: 'server-error-before', status: 503 },
      { status: 503, code: 2, subcode: undefined },
    ],
    [
      { kind: 'refuse', status: 403, code: 200, subcode: 2534041 },
      { status: 403, code: 200, subcode: 2534041 },
    ],
  ])('%j', async (fault, expected) => {
    await stage.sim.inject(fault);
    expect(refusal(await stage.send({ text: 'x' }))).toEqual(expected);
    expect(await sent()).toEqual([]);
    expect((await stage.send({ text: 'x' })).status).toBe(200);
  });
});

describe('accepted, yet answered with an error', () => {
  it.each<[FaultInput, object]>([
    [{ kind: 'server-error-after' }, { status: 500, code: 2 }],
    [
      { kind: 'answer-error', status: 400, code: 1, subcode: 1357046 },
      { status: 400, code: 1, subcode: 1357046 },
    ],
  ])('%j', async (fault, expected) => {
    await stage.sim.inject(fault);
    expect(refusal(await stage.send({ text: 'x' }))).toMatchObject(expected);
    expect(await sent()).toEqual(['error']);
    await stage.sim.whenIdle();
    expect(echoes()).toHaveLength(1);
  });
});

describe('no answer', () => {
  const attempt = (signal?: AbortSignal): Promise<GraphAnswer> =>
    stage.graph('POST', '/me/messages', {
      body: { recipient: { id: stage.customer.id }, message: { text: 'x' } },
      ...(signal && { signal }),
    });

  it.each(['reset', 'cut'] as const)('accepted and delivered, then %s', async (how) => {
    await stage.sim.inject({ kind: 'timeout-after', how });
    await expect(attempt()).rejects.toThrow();
    expect(await sent()).toEqual(['reset']);
    await stage.sim.whenIdle();
    expect(echoes()).toHaveLength(1);
  });

  it('accepted and delivered, then hanging', async () => {
    await stage.sim.inject({ kind: 'timeout-after', how: 'hang' });
    const giveUp = new AbortController();
    const call = attempt(giveUp.signal);
    const refused = expect(call).rejects.toThrow('abort');
    const entry = await stage.sim.waitForLedger(({ origin }) => origin === 'api', 5000);
    await stage.sim.waitForWebhook(({ events }) => events[0]?.mid === entry.mid, 5000);
    expect(await sent()).toEqual(['hung']);
    giveUp.abort();
    await refused;
  });

  it('not accepted, reset', async () => {
    await stage.sim.inject({ kind: 'timeout-before', how: 'reset' });
    await expect(attempt()).rejects.toThrow();
    expect(await sent()).toEqual([]);
  });

  it('not accepted, hanging', async () => {
    await stage.sim.inject({ kind: 'timeout-before' });
    const giveUp = new AbortController();
    const refused = expect(attempt(giveUp.signal)).rejects.toThrow('abort');
    await stage.sim.waitForCall(({ operation }) => operation === 'send', 5000);
    giveUp.abort();
    await refused;
    expect(await sent()).toEqual([]);
  });
});

describe('delays', () => {
  it('before: accepted late, even when the client has gone', async () => {
    await stage.sim.inject({ kind: 'delay-before', ms: 500 });
    const giveUp = new AbortController();
    const refused = expect(
      stage.graph('POST', '/me/messages', {
        body: { recipient: { id: stage.customer.id }, message: { text: 'late' } },
        signal: giveUp.signal,
      }),
    ).rejects.toThrow('abort');
    await stage.sim.waitForCall(({ operation }) => operation === 'send', 5000);
    expect(await sent()).toEqual([]);
    giveUp.abort();
    await refused;
    await stage.sim.waitForLedger(({ origin }) => origin === 'api', 5000);
    expect(await sent()).toEqual(['client-gone']);
  });

  it('after: the echo arrives while the answer waits', async () => {
    await stage.sim.inject({ kind: 'delay-after', ms: 500 });
    let answered = false;
    const call = stage.send({ text: 'x' }).finally(() => {
      answered = true;
    });
    const webhook = await stage.sim.waitForWebhook(({ events }) => events[0]?.kind === 'echo', 5000);
    expect(answered).toBe(false);
    expect((await call).body['message_id']).toBe(webhook.events[0]?.mid);
  });
});

describe('the echo', () => {
  it('usually follows the answer', async () => {
    let answerWhenEchoed: unknown;
    stage.callback.onPost = async () => {
      answerWhenEchoed = (await stage.sim.ledger()).at(-1)?.answer;
    };
    await stage.send({ text: 'x' });
    await stage.sim.whenIdle();
    expect(answerWhenEchoed).toBe('answered');
  });

  it('comes first when told, delivered and acknowledged', async () => {
    await stage.sim.inject({ kind: 'early-echo' });
    const order: string[] = [];
    stage.callback.onPost = () => void order.push('echo');
    const answer = await stage.send({ text: 'x' });
    order.push('answer');
    expect(order).toEqual(['echo', 'answer']);
    expect(echoes()).toMatchObject([{ message: { mid: answer.body['message_id'] } }]);
    expect((await stage.sim.webhooks()).at(-1)).toMatchObject({ outcome: 'acknowledged', status: 200 });
  });

  it('waits no longer than told for an acknowledgement', async () => {
    await stage.sim.inject({ kind: 'early-echo', waitMs: 20 });
    stage.callback.answers.push(0);
    expect((await stage.send({ text: 'x' })).status).toBe(200);
    expect((await stage.sim.whenIdle(0)).queued).toBe(1);
  });

  it('can be lost', async () => {
    await stage.sim.inject({ kind: 'lost-echo' });
    await stage.send({ text: 'x' });
    await stage.sim.customer(stage.customer.id).sendsText('after');
    await stage.sim.whenIdle();
    expect(echoes()).toEqual([]);
    expect((await stage.sim.webhooks()).map(({ outcome }) => outcome)).toContain('lost');
  });
});

describe('aiming', () => {
  it('strikes as often as told, and only what matches', async () => {
    const match = { textContains: 'invoice', account: stage.account.id, customer: stage.customer.id };
    await stage.sim.inject({ kind: 'rate-limit', count: 2, match });
    const status = async (text: string): Promise<number> => (await stage.send({ text })).status;
    expect(await status('hello')).toBe(200);
    expect([await status('your invoice'), await status('invoice 2'), await status('invoice 3')]).toEqual([
      429, 429, 200,
    ]);
  });

  it('strikes only the customer it names', async () => {
    const bob = await stage.sim.createCustomer({ account: stage.account.id, username: 'bob' });
    await stage.sim.customer(bob.id).sendsText('hi');
    await stage.sim.inject({ kind: 'rate-limit', match: { customer: bob.id } });
    expect((await stage.send({ text: 'x' })).status).toBe(200);
    expect((await stage.send({ text: 'x' }, { recipient: { id: bob.id } })).status).toBe(429);
  });

  it('hits other calls by operation', async () => {
    const { sim, customer } = stage;
    await sim.inject({ kind: 'refuse', code: 4, count: 'always', match: { operation: 'conversations' } });
    const read = (): Promise<GraphAnswer> => stage.graph('GET', '/me/conversations?platform=instagram');
    expect(refusal(await read())).toMatchObject({ code: 4 });
    expect(refusal(await read())).toMatchObject({ code: 4 });
    expect((await stage.graph('GET', `/${customer.id}`)).status).toBe(200);
    expect((await stage.send({ text: 'x' })).status).toBe(200);
    await sim.clearFaults();
    expect((await read()).status).toBe(200);
  });

  it('combines faults of different groups on one call', async () => {
    await stage.sim.inject({ kind: 'usage', callCount: 97, regainMinutes: 12 });
    await stage.sim.inject({ kind: 'lost-echo' });
    await stage.sim.inject({ kind: 'server-error-after' });
    await stage.sim.inject({ kind: 'token-expired' });
    const answer = await stage.send({ text: 'x' });
    expect(refusal(answer)).toMatchObject({ code: 2 });
    expect(answer.headers.get('x-business-use-case-usage')).toContain('"call_count":97');
    expect(answer.headers.get('x-business-use-case-usage')).toContain('"estimated_time_to_regain_access":12');
    expect(await stage.sim.faults()).toMatchObject([{ fault: { kind: 'token-expired' }, remaining: 1, struck: 0 }]);
  });

  it('can be disarmed, and says so when it is gone', async () => {
    const { id } = await stage.sim.inject({ kind: 'rate-limit' });
    await stage.sim.disarm(id);
    expect((await stage.send({ text: 'x' })).status).toBe(200);
    await expect(stage.sim.disarm(id)).rejects.toThrow('404');
  });
});

describe('a message late in the thread', () => {
  it('is accepted and answered, but Graph reads show it only later', async () => {
    await stage.sim.inject({ kind: 'late-in-thread', ms: 20_000 });
    await stage.send({ text: 'late' });
    const list = await stage.graph('GET', '/me/conversations?platform=instagram&fields=messages{message}');
    expect(JSON.stringify(list.body)).not.toContain('late');
    await stage.sim.advanceClock(20_001);
    const later = await stage.graph('GET', '/me/conversations?platform=instagram&fields=messages{message}');
    expect(JSON.stringify(later.body)).toContain('late');
  });
});
