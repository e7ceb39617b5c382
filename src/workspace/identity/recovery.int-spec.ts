import { PASSWORD, type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import { newTestName } from '../../../test/support/test-name';

const NEW_PASSWORD = 'another staple 17';

describe('links in mails, on the store', () => {
  let workspace: WorkspaceApp;
  let mia: SignedUp;

  beforeAll(async () => {
    workspace = await WorkspaceApp.start();
  });
  afterAll(() => workspace.stop());
  beforeEach(async () => {
    await workspace.takeMails();
    mia = await workspace.signUp();
  });

  const post = (url: string, body: object, token?: string) => workspace.as(token).call('POST', url, body);
  const me = async () =>
    (await workspace.as(mia.token).call<{ email: string; emailVerified: boolean }>('GET', '/v1/me')).body;
  const expireLinks = () =>
    workspace.rows.collection('oneTimeTokens').updateMany({}, { $set: { expiresAt: new Date(Date.now() - 1) } });

  it('confirm the address of somebody who signed up, once', async () => {
    const token = await workspace.takeLink();
    expect((await me()).emailVerified).toBe(false);
    expect((await post('/v1/auth/verify-email', { token })).status).toBe(204);
    expect((await me()).emailVerified).toBe(true);
    const again = await post('/v1/auth/verify-email', { token });
    expect([again.status, again.code]).toEqual([400, 'AUTH.LINK_INVALID']);
  });

  it('go out again on request, and only the last one is good', async () => {
    const first = await workspace.takeLink();
    expect((await post('/v1/me/email/verification', {}, mia.token)).status).toBe(202);
    const second = await workspace.takeLink();
    expect((await post('/v1/auth/verify-email', { token: first })).code).toBe('AUTH.LINK_INVALID');
    expect((await post('/v1/auth/verify-email', { token: second })).status).toBe(204);
  });

  it('store no token that could be used, and mails are sealed', async () => {
    const mails = await workspace.rows.collection('outgoingMails').find().toArray();
    expect(mails).toHaveLength(1);
    expect(JSON.stringify(mails)).not.toContain(mia.email);
    const token = await workspace.takeLink();
    const rows = await workspace.rows.collection('oneTimeTokens').find({ userId: mia.userId }).toArray();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('are not to be had by operators (S4)', async () => {
    for (const token of [{ $ne: null }, { $gt: '' }, ['a'], 7, null])
      for (const url of ['/v1/auth/verify-email', '/v1/auth/confirm-email', '/v1/auth/password-reset']) {
        const refused = await post(url, { token, password: NEW_PASSWORD });
        expect([url, refused.status, refused.code]).toEqual([url, 400, 'REQUEST.INVALID']);
      }
  });

  it('are for one purpose only', async () => {
    const token = await workspace.takeLink();
    expect((await post('/v1/auth/password-reset', { token, password: NEW_PASSWORD })).code).toBe('AUTH.LINK_INVALID');
    expect((await post('/v1/auth/confirm-email', { token })).code).toBe('AUTH.LINK_INVALID');
  });

  describe('for a forgotten password', () => {
    const request = (email: string) => post('/v1/auth/password-reset/request', { email });
    const reset = (token: string, password = NEW_PASSWORD) => post('/v1/auth/password-reset', { token, password });

    it('are answered alike for users and strangers', async () => {
      await workspace.takeMails();
      const [known, unknown] = [await request(mia.email), await request('nobody@shop.example')];
      expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
      const mails = await workspace.takeMails();
      expect(mails.map(({ to }) => to)).toEqual([mia.email]);
      expect(mails[0]?.html).toContain('/reset-password?token=');
    });

    it('end every session and work once', async () => {
      await workspace.takeMails();
      await request(mia.email);
      const token = await workspace.takeLink();
      expect((await reset(token)).status).toBe(204);
      expect((await workspace.as(mia.token).call('GET', '/v1/me')).status).toBe(401);
      expect((await workspace.as().call('POST', '/v1/auth/refresh', { refreshToken: mia.refreshToken })).status).toBe(
        401,
      );
      expect((await reset(token)).code).toBe('AUTH.LINK_INVALID');
      expect((await workspace.logIn(mia.email)).status).toBe(401);
      expect((await workspace.logIn(mia.email, NEW_PASSWORD)).status).toBe(200);
      expect((await workspace.takeMails()).map(({ subject }) => subject)).toEqual(['Your password was changed']);
    });

    it('work for one of many who use them at once', async () => {
      await workspace.takeMails();
      await request(mia.email);
      const token = await workspace.takeLink();
      const answers = await Promise.all(['a', 'b', 'c'].map((end) => reset(token, `another staple ${end}`)));
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 400, 400]);
    });

    it('stay good when the password is too weak, also by the address', async () => {
      await workspace.takeMails();
      await request(mia.email);
      const token = await workspace.takeLink();
      for (const weak of ['password123', mia.email]) expect((await reset(token, weak)).code).toBe('USER.WEAK_PASSWORD');
      expect((await reset(token)).status).toBe(204);
    });

    it('expire', async () => {
      await workspace.takeMails();
      await request(mia.email);
      const token = await workspace.takeLink();
      await expireLinks();
      expect((await reset(token)).code).toBe('AUTH.LINK_INVALID');
      expect((await workspace.logIn(mia.email)).status).toBe(200);
    });
  });

  describe('for a new address', () => {
    const change = (email: string, password = PASSWORD) => post('/v1/me/email', { email, password }, mia.token);

    it('need the password (S12), and leave the old address until they are opened', async () => {
      await workspace.takeMails();
      const email = `${newTestName()}@new.example`;
      expect((await change(email, 'wrong password')).code).toBe('AUTH.PASSWORD_WRONG');
      expect((await change(email)).status).toBe(202);
      expect((await me()).email).toBe(mia.email);
      const mails = await workspace.takeMails();
      expect(mails.map(({ to }) => to)).toEqual([email]);
      const [, token = ''] = /token=([\w-]+)/.exec(mails[0]?.text ?? '') ?? [];
      expect((await post('/v1/auth/confirm-email', { token })).status).toBe(204);
      expect((await workspace.as(mia.token).call('GET', '/v1/me')).status).toBe(401);
      expect((await workspace.logIn(email)).status).toBe(200);
      expect((await workspace.logIn(mia.email)).status).toBe(401);
      expect((await workspace.takeMails()).map(({ to }) => to)).toEqual([mia.email]);
    });

    it('do not tell that somebody else has it, and tell that person', async () => {
      const bob = await workspace.signUp();
      await workspace.takeMails();
      expect((await change(bob.email)).status).toBe(202);
      const mails = await workspace.takeMails();
      expect(mails.map(({ to, text }) => [to, text.includes('token=')])).toEqual([[bob.email, false]]);
    });

    it('take no address that somebody got in the meantime', async () => {
      await workspace.takeMails();
      const name = newTestName();
      await change(`${name}@shop.example`);
      const token = await workspace.takeLink();
      await workspace.signUp(name);
      expect((await post('/v1/auth/confirm-email', { token })).code).toBe('AUTH.LINK_INVALID');
      expect((await me()).email).toBe(mia.email);
    });
  });
});
