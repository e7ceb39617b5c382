import { APP_ID, APP_SECRET, callGraph, openStage, refusal } from './support/stage';
import type { GraphAnswer, Stage } from './support/stage';

const REDIRECT = 'https://app.example/callback?x=1';
const HOUR = 3_600_000;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

async function authorize(extra: Record<string, string> = {}): Promise<GraphAnswer> {
  const query = new URLSearchParams({
    client_id: APP_ID,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: 'instagram_business_basic,instagram_business_manage_messages',
    state: 'xyz',
    ...extra,
  });
  return callGraph(`${stage.sim.url}/oauth/authorize?${query.toString()}`, 'GET');
}

const location = (answer: GraphAnswer): URL => new URL(answer.headers.get('location') ?? '');
const freshCode = async (): Promise<string> => location(await authorize()).searchParams.get('code') ?? '';

async function exchange(code: string, change: Record<string, string> = {}): Promise<GraphAnswer> {
  const form = new URLSearchParams({
    client_id: APP_ID,
    client_secret: APP_SECRET,
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT,
    code,
    ...change,
  });
  const answer = await fetch(`${stage.sim.url}/oauth/access_token`, { method: 'POST', body: form });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
}

const shortToken = async (): Promise<string> => {
  const { body } = await exchange(await freshCode());
  return (body['data'] as { access_token: string }[])[0]?.access_token ?? '';
};
const get = (path: string, query: Record<string, string>): Promise<GraphAnswer> =>
  callGraph(`${stage.sim.url}${path}?${new URLSearchParams(query).toString()}`, 'GET');
const lengthen = (access_token: string, client_secret = APP_SECRET): Promise<GraphAnswer> =>
  get('/access_token', { grant_type: 'ig_exchange_token', client_secret, access_token });
const refresh = (access_token: string): Promise<GraphAnswer> =>
  get('/refresh_access_token', { grant_type: 'ig_refresh_token', access_token });

describe('the login', () => {
  it('sends the only account back with code and state', async () => {
    const answer = await authorize();
    expect(answer.status).toBe(302);
    const target = location(answer);
    expect(target.origin + target.pathname).toBe('https://app.example/callback');
    expect(target.searchParams.get('x')).toBe('1');
    expect(target.searchParams.get('state')).toBe('xyz');
    expect(target.hash).toBe('#_');
  });

  it('lets one choose among several accounts, or refuse', async () => {
    const other = await stage.sim.createAccount({ username: 'b&b' });
    const page = await authorize();
    expect(page.status).toBe(200);
    expect(page.body['text']).toContain(`account=${other.id}`);
    expect(page.body['text']).toContain('@b&amp;b');
    expect(location(await authorize({ account: other.id })).searchParams.has('code')).toBe(true);
    expect(location(await authorize({ deny: '1' })).searchParams.get('error')).toBe('access_denied');
  });

  it('refuses an unknown app', async () =>
    expect(refusal(await authorize({ client_id: '1' }))).toMatchObject({ code: 100 }));
});

describe('the code exchange', () => {
  it('gives an hour’s token, wrapped or bare, for the scopes that were granted', async () => {
    const { status, body } = await exchange(await freshCode());
    const permissions = 'instagram_business_basic,instagram_business_manage_messages';
    const token = { access_token: expect.any(String), user_id: stage.account.id, permissions };
    expect({ status, body }).toEqual({ status: 200, body: { data: [token] } });
    await stage.sim.configure({ wrapCodeExchange: false });
    expect((await exchange(await freshCode())).body).toEqual(token);
  });

  it('works once, within the hour, with the same redirect_uri and the right secret', async () => {
    const code = await freshCode();
    const refused = {
      status: 400,
      body: { error_type: 'OAuthException', code: 400, error_message: expect.any(String) },
    };
    expect(await exchange(code, { redirect_uri: 'https://evil.example' })).toMatchObject(refused);
    expect(await exchange(code, { client_secret: 'wrong' })).toMatchObject(refused);
    expect((await exchange(code)).status).toBe(200);
    expect(await exchange(code)).toMatchObject({
      ...refused,
      body: { error_message: 'Matching code was not found or was already used' },
    });
    const late = await freshCode();
    await stage.sim.advanceClock(HOUR + 1);
    expect(await exchange(late)).toMatchObject(refused);
  });

  it('gives a token that dies after an hour', async () => {
    const token = await shortToken();
    expect((await stage.graph('GET', '/me', { token })).status).toBe(200);
    await stage.sim.advanceClock(HOUR + 1);
    expect(refusal(await stage.graph('GET', '/me', { token }))).toMatchObject({ code: 190, subcode: 463 });
  });
});

describe('long-lived tokens', () => {
  it('come from a short one and the secret', async () => {
    const token = await shortToken();
    const { body } = await lengthen(token);
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 60 * 24 * 3600 });
    expect((await stage.graph('GET', '/me', { token: String(body['access_token']) })).status).toBe(200);
    expect(refusal(await lengthen(token, 'wrong'))).toMatchObject({ code: 100 });
    expect(refusal(await lengthen('nonsense'))).toMatchObject({ code: 190 });
    expect(refusal(await lengthen(String(body['access_token'])))).toMatchObject({ code: 100 });
  });

  it('can be refreshed after a day, and never once expired', async () => {
    const { body } = await lengthen(await shortToken());
    const token = String(body['access_token']);
    expect(refusal(await refresh(token))).toMatchObject({ code: 100 });
    await stage.sim.advanceClock(24 * HOUR);
    const renewed = await refresh(token);
    expect(renewed.body).toMatchObject({ token_type: 'bearer', expires_in: 60 * 24 * 3600 });
    await stage.sim.advanceClock(60 * 24 * HOUR + 1);
    expect(refusal(await refresh(token))).toMatchObject({ code: 190, subcode: 463 });
    expect(refusal(await refresh(String(renewed.body['access_token'])))).toMatchObject({ code: 190, subcode: 463 });
  });
});

describe('a login that began with a challenge', () => {
  const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  /** RFC 7636, appendix B. */
  const challenge = { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' };
  const begun = async (): Promise<string> => location(await authorize(challenge)).searchParams.get('code') ?? '';

  it('ends with its verifier', async () =>
    expect((await exchange(await begun(), { code_verifier: VERIFIER })).status).toBe(200));

  it.each<Record<string, string>>([{}, { code_verifier: 'x' }])('ends with no other: %j', async (change) => {
    const code = await begun();
    expect((await exchange(code, change)).status).toBe(400);
    expect((await exchange(code, { code_verifier: VERIFIER })).status).toBe(200);
  });

  it('takes no challenge in the clear', async () =>
    expect(refusal(await authorize({ ...challenge, code_challenge_method: 'plain' }))).toMatchObject({ code: 100 }));
});
