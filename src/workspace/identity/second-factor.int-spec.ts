import { PASSWORD, type SignedUp, type Tokens, WorkspaceApp } from '../../../test/support/workspace-app';
import { totpCodeAt } from '../../shared/security';

interface Enrolled {
  secret: string;
  recoveryCodes: string[];
}

describe('a second factor, on the store', () => {
  let workspace: WorkspaceApp;
  let mia: SignedUp;

  beforeAll(async () => {
    workspace = await WorkspaceApp.start();
  });
  afterAll(() => workspace.stop());
  beforeEach(async () => {
    mia = await workspace.signUp();
  });

  const mine = (method: 'POST' | 'DELETE', body: object, path = '') =>
    workspace.as(mia.token).call<Enrolled>(method, `/v1/me/second-factor${path}`, body);
  const begin = async () => (await mine('POST', { password: PASSWORD })).body.secret;
  /** Codes are good once, so each test goes on to the next time step, which counts already. */
  const codeNow = (secret: string, steps = 0) => totpCodeAt(secret, new Date(Date.now() + steps * 30_000));
  const enrol = async (): Promise<Enrolled> => {
    const secret = await begin();
    const { body } = await mine('POST', { code: codeNow(secret) }, '/confirm');
    return { secret, recoveryCodes: body.recoveryCodes };
  };
  const challenge = async () => (await workspace.logIn(mia.email)).body.challenge ?? '';
  const complete = (challengeToken: string, code: string) =>
    workspace.as().call<Tokens>('POST', '/v1/auth/login/second-factor', { challenge: challengeToken, code });

  it('is begun with the password, and changes nothing before the first code', async () => {
    expect((await mine('POST', { password: 'wrong password' })).code).toBe('AUTH.PASSWORD_WRONG');
    const secret = await begin();
    expect((await workspace.logIn(mia.email)).body.token).toEqual(expect.any(String));
    const wrong = await mine('POST', { code: codeNow(secret, 10) }, '/confirm');
    expect([wrong.status, wrong.code]).toEqual([401, 'AUTH.CODE_WRONG']);
  });

  it('makes signing in take two steps', async () => {
    const { secret } = await enrol();
    const login = await workspace.logIn(mia.email);
    expect(login.body).toEqual({
      challenge: expect.any(String) as string,
      challengeExpiresAt: expect.any(String) as string,
    });
    const done = await complete(login.body.challenge ?? '', codeNow(secret, 1));
    expect(done.status).toBe(200);
    const me = await workspace.as(done.body.token).call<{ secondFactor: boolean }>('GET', '/v1/me');
    expect(me.body.secondFactor).toBe(true);
  });

  it('ends other sessions when it is set up, and counts for the present one at once', async () => {
    const other = await workspace.logIn(mia.email);
    await enrol();
    expect((await workspace.as(other.body.token).call('GET', '/v1/me')).status).toBe(401);
    const { body } = await workspace
      .as(mia.token)
      .call<{ items: { secondFactor: boolean }[] }>('GET', '/v1/me/sessions');
    expect(body.items.map(({ secondFactor }) => secondFactor)).toEqual([true]);
  });

  it('takes each code once, also of many at once', async () => {
    const { secret } = await enrol();
    const token = await challenge();
    const code = codeNow(secret, 1);
    const answers = await Promise.all([1, 2, 3].map(() => complete(token, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    expect((await complete(token, codeNow(secret))).code).toBe('AUTH.CODE_WRONG');
  });

  it('can be replaced by a recovery code, once, however it is typed', async () => {
    const { recoveryCodes } = await enrol();
    expect(new Set(recoveryCodes).size).toBe(10);
    const [code = ''] = recoveryCodes;
    const token = await challenge();
    expect((await complete(token, code.toUpperCase().replaceAll('-', ' '))).status).toBe(200);
    expect((await complete(token, code)).code).toBe('AUTH.CODE_WRONG');
  });

  it('keeps neither secret nor recovery codes readable', async () => {
    const { secret, recoveryCodes } = await enrol();
    const row = JSON.stringify(await workspace.rows.collection('users').findOne({ email: mia.email }));
    for (const hidden of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))])
      expect(row).not.toContain(hidden);
  });

  it('is guessed ten times at most', async () => {
    const { secret } = await enrol();
    const token = await challenge();
    const codes = ['000000', '111111', '222222', '333333', '444444', '555555', '666666', '777777', '888888'];
    // The tenth attempt was the confirmation.
    for (const code of codes) expect((await complete(token, code)).code).toBe('AUTH.CODE_WRONG');
    const limited = await complete(token, codeNow(secret, 1));
    expect([limited.status, limited.code]).toEqual([429, 'RATE.LIMITED']);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('is no way around the password: tokens are no challenges, and a new password ends them', async () => {
    const { secret } = await enrol();
    for (const token of [mia.token, mia.refreshToken, 'rubbish', 'a.b.c'])
      expect((await complete(token, codeNow(secret, 1))).code).toBe('AUTH.CHALLENGE_INVALID');
    const token = await challenge();
    expect((await workspace.as(token).call('GET', '/v1/me')).status).toBe(401);
    const later = { $set: { passwordChangedAt: new Date(Date.now() + 5_000) } };
    await workspace.rows.collection('users').updateOne({ email: mia.email }, later);
    expect((await complete(token, codeNow(secret, 1))).code).toBe('AUTH.CHALLENGE_INVALID');
  });

  it('is given up with the password', async () => {
    await enrol();
    expect((await mine('POST', { password: PASSWORD })).code).toBe('SECOND_FACTOR.EXISTS');
    expect((await mine('DELETE', { password: 'wrong password' })).code).toBe('AUTH.PASSWORD_WRONG');
    expect((await mine('DELETE', { password: PASSWORD })).status).toBe(204);
    expect((await workspace.logIn(mia.email)).body.token).toEqual(expect.any(String));
  });

  it('is asked for by a workspace that wants one', async () => {
    const path = `/v1/workspaces/${mia.workspaceId}`;
    const wanted = { $set: { requireSecondFactor: true } };
    await workspace.rows.collection<{ _id: string }>('workspaces').updateOne({ _id: mia.workspaceId }, wanted);
    const refused = await workspace.as(mia.token).call('GET', path);
    expect([refused.status, refused.code]).toEqual([403, 'AUTH.SECOND_FACTOR_REQUIRED']);
    await enrol();
    expect((await workspace.as(mia.token).call('GET', path)).status).toBe(200);
  });
});
