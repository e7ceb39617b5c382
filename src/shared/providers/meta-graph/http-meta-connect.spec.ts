import { createHmac } from 'node:crypto';
import { type AccountView, type InstagramSimulator, startInstagramSimulator } from '@parley/instagram-simulator';
import { openScriptedStage, type ScriptedStage } from '../../../../test/support/graph-stages';
import { APP_ID, APP_SECRET, metaConfigAt } from '../../../../test/support/meta-graph-contract';
import { Secret } from '../../kernel';
import { HttpMetaConnect } from './http-meta-connect';
import type { MetaConfig } from './http-meta-graph';

const REDIRECT = 'https://parley.example/v1/instagram/callback';
const DAY = 24 * 3_600_000;
const SCOPES = 'instagram_business_basic,instagram_business_manage_messages';

describe('HttpMetaConnect against the simulator', () => {
  let simulator: InstagramSimulator;
  let connect: HttpMetaConnect;
  let account: AccountView;

  beforeEach(async () => {
    simulator = await startInstagramSimulator({ appId: APP_ID, appSecret: APP_SECRET, verifyToken: 'verify-token' });
    connect = new HttpMetaConnect(metaConfigAt(simulator.url));
    account = await simulator.createAccount({ username: 'luna', name: 'Luna' });
  });
  afterEach(async () => {
    await connect.onApplicationShutdown();
    await simulator.close();
  });

  async function code(): Promise<string> {
    const query = new URLSearchParams({
      client_id: APP_ID,
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: SCOPES,
    });
    const answer = await fetch(`${simulator.url}/oauth/authorize?${query.toString()}`, { redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  }
  const longLived = async () => {
    const { token } = await connect.exchangeCode({ code: await code(), redirectUrl: REDIRECT });
    return (await connect.lengthen(token)).token;
  };

  it.each([true, false])(
    'exchanges a code, wrapped: %s, then lengthens and renews the token',
    async (wrapCodeExchange) => {
      await simulator.configure({ wrapCodeExchange });
      const granted = await connect.exchangeCode({ code: await code(), redirectUrl: REDIRECT });
      expect(granted.permissions).toEqual(SCOPES.split(','));
      const long = await connect.lengthen(granted.token);
      expect(long.expiresInMs).toBe(60 * DAY);
      await expect(connect.renew(long.token)).rejects.toMatchObject({ failure: { class: 'final', code: '100' } });
      await simulator.advanceClock(DAY);
      const renewed = await connect.renew(long.token);
      expect(renewed.token.reveal()).not.toBe(long.token.reveal());
      await simulator.advanceClock(60 * DAY);
      await expect(connect.renew(renewed.token)).rejects.toMatchObject({
        failure: { class: 'account', code: '190/463' },
      });
    },
  );

  it.each([
    [
      'that was used',
      async () => {
        const used = await code();
        await connect.exchangeCode({ code: used, redirectUrl: REDIRECT });
        return { code: used, redirectUrl: REDIRECT };
      },
    ],
    ['with another address', async () => ({ code: await code(), redirectUrl: `${REDIRECT}/` })],
    ['that was made up', async () => ({ code: 'x', redirectUrl: REDIRECT })],
  ])('is refused a code %s', async (_, wrong) => {
    await expect(connect.exchangeCode(await wrong())).rejects.toMatchObject({
      failure: { class: 'final', code: 'login' },
    });
  });

  it.each([true, false])('reads both ids of the account, wrapped: %s', async (wrapMe) => {
    await simulator.configure({ wrapMe });
    await expect(connect.readOwnAccount(await longLived())).resolves.toEqual({
      igScopedId: account.appScopedId,
      igUserId: account.id,
      username: 'luna',
      name: 'Luna',
      accountType: 'BUSINESS',
    });
  });

  it('subscribes, reads and ends the subscription', async () => {
    const own = { igUserId: account.id, token: await longLived() };
    await expect(connect.readSubscription(own)).resolves.toBeNull();
    await connect.subscribe(own, ['messages', 'comments']);
    await expect(connect.readSubscription(own)).resolves.toEqual(['messages', 'comments']);
    await expect(connect.subscribe(own, ['messages', 'bananas'])).rejects.toMatchObject({
      failure: { class: 'final' },
    });
    await connect.unsubscribe(own);
    await expect(connect.readSubscription(own)).resolves.toBeNull();
  });

  it('reads where the app has its webhooks sent', async () => {
    await expect(connect.readAppWebhooks()).resolves.toBeNull();
    await simulator.setCallback({ url: 'http://127.0.0.1:9/webhooks', verify: false });
    await expect(connect.readAppWebhooks()).resolves.toMatchObject({
      callbackUrl: 'http://127.0.0.1:9/webhooks',
      active: true,
      fields: expect.arrayContaining(['messages']) as string[],
    });
  });

  it('tells a host that is away from one that refuses', async () => {
    await simulator.inject({ kind: 'server-error-before', match: { operation: 'me' } });
    await expect(connect.readOwnAccount(await longLived())).rejects.toMatchObject({ failure: { class: 'transient' } });
    const own = { igUserId: account.id, token: await longLived() };
    await simulator.close();
    await expect(connect.readSubscription(own)).rejects.toMatchObject({
      failure: { class: 'transient' },
    });
    await expect(connect.exchangeCode({ code: 'x', redirectUrl: REDIRECT })).rejects.toMatchObject({
      failure: { class: 'transient' },
    });
  });
});

describe('HttpMetaConnect', () => {
  let stage: ScriptedStage;
  const token = new Secret('secret-token');

  beforeEach(async () => {
    stage = await openScriptedStage();
  });
  afterEach(() => stage.close());

  async function asked(
    body: string,
    ask: (connect: HttpMetaConnect) => Promise<unknown>,
    login: Partial<MetaConfig['instagramLogin']> = {},
  ) {
    stage.answerWith((response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
    const connect = new HttpMetaConnect(metaConfigAt(stage.url, login));
    try {
      return await ask(connect);
    } finally {
      await connect.onApplicationShutdown();
    }
  }

  it('calls the documented addresses: tokens without a version, the rest with one and the token in the header', async () => {
    const own = { igUserId: '1', token };
    await asked('{"success":true,"id":"1","username":"u","access_token":"t","expires_in":9}', async (connect) => {
      await connect.lengthen(token);
      await connect.renew(token);
      await connect.readOwnAccount(token);
      await connect.subscribe(own, ['messages']);
      await connect.unsubscribe(own);
    });
    expect(stage.requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
      'GET /access_token',
      'GET /refresh_access_token',
      'GET /v25.0/me',
      'POST /v25.0/1/subscribed_apps',
      'DELETE /v25.0/1/subscribed_apps',
    ]);
    for (const { path, authorization } of stage.requests.slice(2)) {
      expect(authorization).toBe('Bearer secret-token');
      expect(path).not.toContain('secret-token');
    }
  });

  it('reads fields of the app that have names and versions, without its secret in the address', async () => {
    const own = {
      object: 'instagram',
      callback_url: 'https://x.example',
      active: true,
      fields: [{ name: 'messages' }],
    };
    const body = JSON.stringify({ data: [{ object: 'page' }, own] });
    await expect(asked(body, (connect) => connect.readAppWebhooks())).resolves.toEqual({
      callbackUrl: 'https://x.example',
      active: true,
      fields: ['messages'],
    });
    expect(stage.requests[0]).toMatchObject({ authorization: `Bearer ${APP_ID}|${APP_SECRET}` });
    expect(stage.requests[0]?.path).not.toContain(APP_SECRET);
  });

  it('proves that it knows the app secret where that is wanted', async () => {
    const login = { appSecretProof: true };
    await asked('{"id":"1","username":"u"}', (connect) => connect.readOwnAccount(token), login);
    const proof = createHmac('sha256', APP_SECRET).update('secret-token').digest('hex');
    expect(stage.requests[0]?.path).toContain(`appsecret_proof=${proof}`);
  });

  it.each<[string, string, (connect: HttpMetaConnect) => Promise<unknown>]>([
    ['no token', '{"expires_in":1}', (connect) => connect.renew(token)],
    ['no life', '{"access_token":"t"}', (connect) => connect.renew(token)],
    ['a life that is over', '{"access_token":"t","expires_in":0}', (connect) => connect.renew(token)],
    ['no id', '{"username":"u"}', (connect) => connect.readOwnAccount(token)],
    ['no JSON', '<html>', (connect) => connect.readOwnAccount(token)],
    ['no success', '{"success":false}', (connect) => connect.subscribe({ igUserId: '1', token }, ['messages'])],
    ['an empty exchange', '{"data":[]}', (connect) => connect.exchangeCode({ code: 'c', redirectUrl: REDIRECT })],
  ])('takes %s for a failure that may pass', async (_, body, ask) => {
    await expect(asked(body, ask)).rejects.toMatchObject({ failure: { class: 'transient', code: 'strange' } });
  });

  it('reads numbers as ids, lists as permissions, and an account that is no professional one', async () => {
    await expect(
      asked('{"id":1,"username":"u","user_id":null}', (connect) => connect.readOwnAccount(token)),
    ).resolves.toEqual({
      igScopedId: '1',
      username: 'u',
    });
    const body = '{"access_token":"t","user_id":1,"permissions":["a","b"]}';
    await expect(
      asked(body, (connect) => connect.exchangeCode({ code: 'c', redirectUrl: REDIRECT, verifier: 'v' })),
    ).resolves.toMatchObject({ permissions: ['a', 'b'] });
  });
});
