import type { AccountView } from '@parley/instagram-simulator';
import { LoginStage } from '../../../test/support/instagram-login';
import { PASSWORD, type Tokens } from '../../../test/support/workspace-app';

interface SignIn extends Tokens {
  accountId?: string;
  accountProblem?: string;
  challenge?: string;
}

interface Me {
  id: string;
  email: string;
  provisional: boolean;
  emailVerified: boolean;
  name: string;
  workspaces: { id: string; role: string }[];
}

describe('signing in with Instagram', () => {
  let stage: LoginStage;
  let account: AccountView;

  beforeAll(async () => {
    stage = await LoginStage.start();
  });
  afterAll(() => stage.stop());
  beforeEach(async () => {
    account = await stage.newAccount();
  });

  const begin = async () => {
    const { body, status } = await stage.api
      .as()
      .call<{ authorizeUrl: string; binding: string }>('POST', '/v1/auth/instagram');
    expect(status).toBe(201);
    return body;
  };
  const loginOf = async (authorizeUrl: string, as = account) => {
    const returned = await stage.comeBack(await stage.agree(new URL(authorizeUrl), as));
    return returned.searchParams.get('login') ?? '';
  };
  const complete = (login: string, binding: string) =>
    stage.api.as().call<SignIn>('POST', '/v1/auth/instagram/complete', { login, binding });
  const signIn = async (as = account) => {
    const { authorizeUrl, binding } = await begin();
    return complete(await loginOf(authorizeUrl, as), binding);
  };
  const me = async (token: string) => (await stage.api.as(token).call<Me>('GET', '/v1/me')).body;

  it('makes a provisional user with a workspace of their own, to which the account is connected', async () => {
    await stage.api.takeMails();
    const { body, status } = await signIn();
    expect(status).toBe(200);
    const user = await me(body.token);
    expect(user).toMatchObject({ email: '', provisional: true, emailVerified: false, name: account.username });
    expect(user.workspaces).toEqual([expect.objectContaining({ role: 'owner' })]);
    const url = `/v1/workspaces/${user.workspaces[0]?.id}/accounts/${body.accountId}/health`;
    expect((await stage.api.as(body.token).call('GET', url)).body).toMatchObject({
      status: 'connected',
      subscription: { complete: true },
    });
    expect(await stage.api.takeMails()).toEqual([]);
    expect(await stage.api.auditActions()).toEqual(expect.arrayContaining(['user.sign-in-begun', 'user.signed-up']));
  });

  it('finds the same user again, and nobody else', async () => {
    const first = await me((await signIn()).body.token);
    const again = await signIn();
    expect(again.body).not.toHaveProperty('accountId');
    expect(await me(again.body.token)).toMatchObject({ id: first.id });
    const other = await me((await signIn(await stage.newAccount())).body.token);
    expect(other.id).not.toBe(first.id);
    expect(other.workspaces[0]?.id).not.toBe(first.workspaces[0]?.id);
  });

  it('lets nobody into the workspace that has the account', async () => {
    const owner = await stage.api.signUp();
    await stage.connect(owner, account);
    const { body } = await signIn();
    expect(body.accountProblem).toBe('ACCOUNT.TAKEN');
    const user = await me(body.token);
    expect(user.workspaces.map(({ id }) => id)).not.toContain(owner.workspaceId);
    expect((await stage.api.as(body.token).call('GET', `/v1/workspaces/${owner.workspaceId}/accounts`)).status).toBe(
      404,
    );
  });

  it('is one user, however often the first sign-in is made at the same time', async () => {
    const ways = await Promise.all([begin(), begin(), begin()]);
    const logins = await Promise.all(ways.map(async (way) => ({ ...way, login: await loginOf(way.authorizeUrl) })));
    const answers = await Promise.all(logins.map(({ login, binding }) => complete(login, binding)));
    const users = await Promise.all(answers.map(({ body }) => me(body.token)));
    expect(new Set(users.map(({ id }) => id)).size).toBe(1);
    expect(users[0]?.workspaces).toHaveLength(1);
  });

  describe('is finished by the browser that began alone', () => {
    it('so that nobody can be signed in as somebody else', async () => {
      const attacker = await begin();
      const victim = await begin();
      const login = await loginOf(attacker.authorizeUrl);
      expect(await complete(login, victim.binding)).toMatchObject({ status: 404, code: 'CONNECT.LOGIN_NOT_FOUND' });
      expect((await complete(login, attacker.binding)).status).toBe(200);
    });

    it('once', async () => {
      const { authorizeUrl, binding } = await begin();
      const login = await loginOf(authorizeUrl);
      const answers = await Promise.all([complete(login, binding), complete(login, binding)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    });

    it('and its login connects no account to a workspace', async () => {
      const owner = await stage.api.signUp();
      const { authorizeUrl } = await begin();
      const login = await loginOf(authorizeUrl);
      expect(await stage.complete(owner, login)).toMatchObject({ status: 404 });
    });

    it('nor does a login for a workspace sign anybody in', async () => {
      const owner = await stage.api.signUp();
      const login = await stage.login(owner, account);
      const { binding } = await begin();
      expect(await complete(login, binding)).toMatchObject({ status: 404 });
    });
  });

  describe('a provisional user', () => {
    const secure = (token: string, email: string, password = PASSWORD) =>
      stage.api.as(token).call('POST', '/v1/me/secure', { email, password });
    const newAddress = () => `u${Math.floor(performance.now() * 1_000)}@shop.example`;

    it('gets an address and a password once, and then signs in either way', async () => {
      const { token } = (await signIn()).body;
      const before = await me(token);
      const email = newAddress();
      await stage.api.takeMails();
      expect((await secure(token, email)).status).toBe(204);
      const [mail] = await stage.api.takeMails();
      expect(mail).toMatchObject({ to: email });
      expect(await me(token)).toMatchObject({ id: before.id, email, provisional: false, emailVerified: false });
      expect((await stage.api.logIn(email)).status).toBe(200);
      expect(await me((await signIn()).body.token)).toMatchObject({ id: before.id });
      expect(await secure(token, newAddress())).toMatchObject({ status: 409, code: 'USER.NOT_PROVISIONAL' });
      const [link = ''] = /token=[\w-]+/.exec(mail?.text ?? '') ?? [];
      const verified = await stage.api
        .as()
        .call('POST', '/v1/auth/verify-email', { token: link.slice('token='.length) });
      expect(verified.status).toBeLessThan(300);
      expect(await me(token)).toMatchObject({ emailVerified: true });
    });

    it('gets nobody else’s address, and no weak password', async () => {
      const { token } = (await signIn()).body;
      const taken = await stage.api.signUp();
      expect(await secure(token, taken.email)).toMatchObject({ status: 409, code: 'USER.EMAIL_TAKEN' });
      expect(await secure(token, newAddress(), 'password1234')).toMatchObject({
        status: 400,
        code: 'USER.WEAK_PASSWORD',
      });
      expect(await me(token)).toMatchObject({ provisional: true });
    });

    it('is not somebody with a password', async () => {
      const owner = await stage.api.signUp();
      expect(await secure(owner.token, newAddress())).toMatchObject({ status: 409, code: 'USER.NOT_PROVISIONAL' });
      expect((await stage.api.logIn(owner.email)).status).toBe(200);
    });

    it('loses the other sign-ins once secured', async () => {
      const { token } = (await signIn()).body;
      const other = (await signIn()).body;
      await secure(token, newAddress());
      const refreshed = await stage.api.as().call('POST', '/v1/auth/refresh', { refreshToken: other.refreshToken });
      expect(refreshed.status).toBe(401);
    });
  });

  it('is no way in for a disabled user', async () => {
    const { token } = (await signIn()).body;
    const { id } = await me(token);
    await stage.api.rows
      .collection<{ _id: string }>('users')
      .updateOne({ _id: id }, { $set: { disabledAt: new Date() } });
    expect(await signIn()).toMatchObject({ status: 401, code: 'AUTH.LOGIN_FAILED' });
  });
});
