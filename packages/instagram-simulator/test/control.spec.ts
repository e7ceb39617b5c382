import { SimulatorControl } from '../src/index';
import { openStage } from './support/stage';
import type { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const post = async (path: string, body: unknown): Promise<{ status: number; body: unknown }> => {
  const answer = await fetch(`${stage.sim.url}/_control${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
};

describe('control errors', () => {
  it.each<[string, unknown, number]>([
    ['/accounts', {}, 400],
    ['/accounts', { username: 'a', colour: 'red' }, 400],
    ['/customers', { account: '1', username: 'a' }, 404],
    ['/customers/1/acts', { act: 'text', text: 'x' }, 404],
    ['/faults', { kind: 'explode' }, 400],
    ['/faults', { kind: 'rate-limit', count: 0 }, 400],
    ['/clock', { advanceMs: -1 }, 400],
    ['/settings', { sendsPerHour: 1 }, 400],
    ['/settings', [], 400],
  ])('POST %s %j → %i', async (path, body, status) => {
    expect(await post(path, body)).toEqual({ status, body: { error: expect.any(String) } });
  });

  it('name what cannot be done', async () => {
    const path = `/customers/${stage.customer.id}/acts`;
    expect(await post(path, { act: 'seen' })).toMatchObject({ status: 409 });
    expect(await post(path, { act: 'dance' })).toMatchObject({ status: 400 });
    await stage.sim.customer(stage.customer.id).sendsText('hi');
    expect(await post(path, { act: 'seen' })).toEqual({ status: 409, body: { error: 'there is no message to seen' } });
    expect(await post('/accounts', { username: 'x', id: stage.account.id })).toMatchObject({ status: 409 });
    expect(await post('/customers', { account: stage.account.id, username: 'x', id: stage.customer.id })).toMatchObject(
      {
        status: 409,
      },
    );
  });
});

describe('from another process', () => {
  it('the client has the same methods', async () => {
    const remote = new SimulatorControl(stage.sim.url);
    const { mid } = await remote.customer(stage.customer.id).sendsText('hi');
    expect(await remote.waitForLedger((entry) => entry.mid === mid, 1000)).toMatchObject({ direction: 'in' });
    expect(await remote.accounts()).toMatchObject([{ id: stage.account.id, accessToken: stage.token }]);
    expect(await remote.customers()).toMatchObject([{ id: stage.customer.id }]);
    const view = await remote.customer(stage.customer.id).thread();
    expect(view).toMatchObject({ messages: [{ mid }], windowClosesAt: expect.any(Number) });
  });
});

describe('long polling', () => {
  it('answers as soon as a fitting entry exists', async () => {
    const bob = await stage.sim.createCustomer({ account: stage.account.id, username: 'bob' });
    const begun = performance.now();
    const waiting = stage.sim.ledger({ customer: bob.id, waitMs: 30_000 });
    await stage.sim.customer(stage.customer.id).sendsText('not this one');
    await stage.sim.customer(bob.id).sendsText('this one');
    expect(await waiting).toMatchObject([{ customer: bob.id, content: { text: 'this one' } }]);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('answers with nothing when the time is over, and rejects in waitFor…', async () => {
    expect(await stage.sim.ledger({ waitMs: 10 })).toEqual([]);
    await stage.sim.customer(stage.customer.id).sendsText('hi');
    await expect(stage.sim.waitForLedger(({ origin }) => origin === 'api', 30)).rejects.toThrow(
      /nothing fitting in ledger within 30 ms: .*"hi"/,
    );
  });

  it('filters by account and goes on after an order', async () => {
    const other = await stage.sim.createAccount({ username: 'other.shop' });
    const bob = await stage.sim.createCustomer({ account: other.id, username: 'bob' });
    await stage.sim.customer(stage.customer.id).sendsText('one');
    await stage.sim.customer(bob.id).sendsText('two');
    await stage.sim.customer(bob.id).sendsText('three');
    const texts = async (query: Parameters<SimulatorControl['ledger']>[0]): Promise<unknown[]> =>
      (await stage.sim.ledger(query)).map(({ content }) => content.text);
    expect(await texts({ account: other.id })).toEqual(['two', 'three']);
    expect(await texts({ after: 2 })).toEqual(['three']);
    expect(await texts({ account: stage.account.id, after: 1 })).toEqual([]);
  });
});

describe('the call log', () => {
  it('counts every Graph call with its outcome and without its token', async () => {
    await stage.graph('GET', `/me?fields=id&access_token=${stage.token}`);
    await stage.send({ text: 'x' });
    await stage.graph('GET', '/me', { token: 'nonsense' });
    const calls = await stage.sim.calls();
    expect(calls).toMatchObject([
      { method: 'GET', path: '/v25.0/me', operation: 'me', status: 200, errorCode: null, account: stage.account.id },
      { method: 'POST', path: '/v25.0/me/messages', operation: 'send', status: 403, errorCode: 10 },
      { operation: 'me', status: 401, errorCode: 190, account: null },
    ]);
  });
});

describe('a thread as the page draws it', () => {
  it('tells who has seen what, and the comments around it', async () => {
    const jane = stage.sim.customer(stage.customer.id);
    const { commentId } = await jane.comments('LINK');
    const reply = await stage.sim.account(stage.account.id).repliesToComment(commentId, 'DM sent');
    const { mid, at } = await jane.sendsText('hi');
    const sent = await stage.send({ text: 'hello' });
    expect((await jane.thread()).thread).toMatchObject({ seenMid: null, accountSeenMid: null });
    const body = { recipient: { id: stage.customer.id }, sender_action: 'mark_seen' };
    await stage.graph('POST', '/me/messages', { body });
    await jane.sees();
    const view = await jane.thread();
    expect(view.thread).toMatchObject({ seenMid: sent.body['message_id'], accountSeenMid: mid });
    expect(view.comments.map(({ id }) => id)).toEqual([commentId, reply.commentId]);
    expect(view.windowClosesAt).toBe(at + 24 * 3_600_000);
  });
});

describe('reset', () => {
  it('empties everything but the callback, and never gives an id twice', async () => {
    const { mid } = await stage.sim.customer(stage.customer.id).sendsText('hi');
    await stage.sim.inject({ kind: 'rate-limit' });
    await stage.sim.inject({ kind: 'hold-webhooks', count: 'always' });
    await stage.sim.configure({ wrapMe: true });
    await stage.sim.customer(stage.customer.id).sendsText('held');
    await stage.sim.reset();
    expect(await stage.sim.accounts()).toEqual([]);
    expect(await stage.sim.ledger()).toEqual([]);
    expect(await stage.sim.webhooks()).toEqual([]);
    expect(await stage.sim.calls()).toEqual([]);
    expect(await stage.sim.faults()).toEqual([]);
    expect((await stage.sim.settings()).wrapMe).toBe(false);
    expect(await stage.sim.whenIdle(0)).toEqual({ idle: true, queued: 0, held: 0, delayed: 0 });

    const account = await stage.sim.createAccount({ username: 'luna.ceramics', subscribed: true });
    const jane = await stage.sim.createCustomer({ account: account.id, username: 'jane.doe' });
    const again = await stage.sim.customer(jane.id).sendsText('hi');
    expect(again.mid).not.toBe(mid);
    expect(account.id).not.toBe(stage.account.id);
    expect(jane.id).not.toBe(stage.customer.id);
    const [entry] = await stage.sim.ledger();
    expect(entry?.order).toBeGreaterThan(2);
    await stage.sim.whenIdle();
    expect((await stage.sim.webhooks()).at(-1)?.outcome).toBe('acknowledged');
  });
});

describe('live events', () => {
  it('tell the page of messages, typing and time', async () => {
    const stop = new AbortController();
    const stream = await fetch(`${stage.sim.url}/_control/events`, { signal: stop.signal });
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    await stage.sim.customer(stage.customer.id).sendsText('hi');
    await stage.graph('POST', '/me/messages', {
      body: { recipient: { id: stage.customer.id }, sender_action: 'typing_on' },
    });
    const now = await stage.sim.advanceClock(60_000);
    let text = '';
    while (!text.includes('"clock"')) text += (await reader?.read())?.value ?? '';
    stop.abort();
    const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? '') as object);
    const place = { account: stage.account.id, customer: stage.customer.id };
    expect(events).toEqual([
      { type: 'thread', ...place },
      { type: 'typing', ...place, by: 'account', on: true },
      { type: 'clock', now: expect.any(Number) },
    ]);
    expect(now).toBeGreaterThan(Date.now() + 30_000);
  });
});
