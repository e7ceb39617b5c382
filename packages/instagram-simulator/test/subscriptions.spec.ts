import { APP_ID, APP_SECRET, callGraph, openStage, refusal, VERIFY_TOKEN } from './support/stage';
import type { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const jane = (): ReturnType<Stage['sim']['customer']> => stage.sim.customer(stage.customer.id);
const lastOutcome = async (): Promise<string | undefined> => (await stage.sim.webhooks()).at(-1)?.outcome;

describe('subscribed_apps', () => {
  it('is set, shown and removed; without it no webhook leaves', async () => {
    await stage.graph('DELETE', '/me/subscribed_apps');
    expect((await stage.graph('GET', '/me/subscribed_apps')).body).toEqual({ data: [] });
    await jane().sendsText('unheard');
    expect(await lastOutcome()).toBe('not-subscribed');
    const fields = 'messages,messaging_postbacks';
    const set = await stage.graph('POST', `/${stage.account.id}/subscribed_apps?subscribed_fields=${fields}`);
    expect(set.body).toEqual({ success: true });
    expect((await stage.graph('GET', '/me/subscribed_apps')).body).toEqual({
      data: [{ id: APP_ID, subscribed_fields: ['messages', 'messaging_postbacks'] }],
    });
    await jane().sendsText('heard');
    await stage.sim.whenIdle();
    expect(stage.callback.items()).toMatchObject([{ message: { text: 'heard' } }]);
  });

  it('fails whole for one unknown field', async () => {
    const answer = await stage.graph('POST', '/me/subscribed_apps?subscribed_fields=messages,message_edits');
    expect(refusal(answer)).toMatchObject({ status: 400, code: 100 });
  });

  it('can be lost silently', async () => {
    await stage.sim.account(stage.account.id).unsubscribe();
    await jane().sendsText('unheard');
    expect(await lastOutcome()).toBe('not-subscribed');
    await stage.sim.account(stage.account.id).subscribe();
    await jane().sendsText('heard');
    await stage.sim.whenIdle();
    expect(await lastOutcome()).toBe('acknowledged');
  });
});

describe('the app subscription', () => {
  const subscribe = (change: Record<string, string> = {}): ReturnType<typeof callGraph> =>
    callGraph(`${stage.sim.url}/v25.0/${APP_ID}/subscriptions`, 'POST', {
      body: {
        object: 'instagram',
        callback_url: stage.callback.url,
        fields: 'messages',
        verify_token: VERIFY_TOKEN,
        access_token: `${APP_ID}|${APP_SECRET}`,
        ...change,
      },
    });

  it('verifies the callback and limits every account to its fields', async () => {
    expect((await subscribe()).body).toEqual({ success: true });
    await jane().sendsText('hi');
    expect((await stage.send({ text: 'no echo: message_echoes is a field of its own' })).status).toBe(200);
    await stage.sim.whenIdle();
    expect(stage.callback.items()).toMatchObject([{ message: { text: 'hi' } }]);
    const shown = await callGraph(
      `${stage.sim.url}/${APP_ID}/subscriptions?access_token=${APP_ID}|${APP_SECRET}`,
      'GET',
    );
    expect(shown.body['data']).toMatchObject([{ callback_url: stage.callback.url, fields: ['messages'] }]);
  });

  it('is shown for a token in the header, too', async () => {
    await subscribe();
    const ask = async (token: string) =>
      fetch(`${stage.sim.url}/${APP_ID}/subscriptions`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask(`${APP_ID}|${APP_SECRET}`)).status).toBe(200);
    expect((await ask(`${APP_ID}|wrong`)).status).not.toBe(200);
  });

  it('under Facebook Login brings echoes with messages', async () => {
    await subscribe();
    const page = await stage.sim.createAccount({ username: 'page.shop', loginKind: 'facebook', subscribed: true });
    const bob = await stage.sim.createCustomer({ account: page.id, username: 'bob' });
    await stage.sim.customer(bob.id).sendsText('hi');
    await stage.sim.account(page.id).typesInApp(bob.id, 'hello');
    await stage.sim.whenIdle();
    expect(stage.callback.items()).toMatchObject([{ message: { text: 'hi' } }, { message: { is_echo: true } }]);
  });

  it.each<[string, Record<string, string>, number]>([
    ['a wrong verify token', { verify_token: 'wrong' }, 2200],
    ['an unreachable callback', { callback_url: 'http://127.0.0.1:9/x' }, 2200],
    ['a wrong app token', { access_token: 'nobody' }, 190],
    ['an unknown field', { fields: 'messages,nonsense' }, 100],
  ])('is refused for %s', async (_name, change, code) =>
    expect(refusal(await subscribe(change))).toMatchObject({ code }),
  );

  it('can be set by control, verified or not', async () => {
    const { url } = stage.callback;
    expect(await stage.sim.setCallback({ url })).toEqual({ url, verified: true });
    await expect(stage.sim.setCallback({ url, verifyToken: 'wrong' })).rejects.toThrow('verification failed');
    expect(await stage.sim.setCallback({ url, verifyToken: 'wrong', verify: false })).toEqual({ url, verified: false });
  });
});

describe('the messenger profile', () => {
  const iceBreakers = (count: number): object => ({
    platform: 'instagram',
    ice_breakers: [
      { locale: 'default', call_to_actions: Array(count).fill({ question: 'Where?', payload: 'ICE:where' }) },
    ],
  });

  it('keeps ice breakers and a menu', async () => {
    const menu = [{ locale: 'default', call_to_actions: [{ type: 'postback', title: 'Agent', payload: 'A' }] }];
    expect((await stage.graph('POST', '/me/messenger_profile', { body: iceBreakers(4) })).body).toEqual({
      result: 'success',
    });
    await stage.graph('POST', '/me/messenger_profile', { body: { persistent_menu: menu } });
    const { body } = await stage.graph('GET', '/me/messenger_profile?fields=ice_breakers,persistent_menu');
    expect(body['data']).toMatchObject([{ persistent_menu: menu, ice_breakers: [{ locale: 'default' }] }]);
    await stage.graph('DELETE', '/me/messenger_profile', { body: { fields: ['ice_breakers', 'persistent_menu'] } });
    expect((await stage.graph('GET', '/me/messenger_profile?fields=ice_breakers')).body).toEqual({ data: [] });
  });

  it('refuses a fifth ice breaker, a menu without default locale and unknown fields', async () => {
    const post = async (body: object): Promise<unknown> =>
      refusal(await stage.graph('POST', '/me/messenger_profile', { body }));
    expect(await post(iceBreakers(5))).toMatchObject({ code: 100 });
    expect(await post({ persistent_menu: [{ locale: 'de_DE', call_to_actions: [] }] })).toMatchObject({ code: 100 });
    expect(await post({})).toMatchObject({ code: 100 });
    expect(refusal(await stage.graph('GET', '/me/messenger_profile?fields=greeting'))).toMatchObject({ code: 100 });
  });
});
