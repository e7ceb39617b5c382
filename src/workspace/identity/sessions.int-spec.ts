import { PASSWORD, type SignedUp, type Tokens, WorkspaceApp } from '../../../test/support/workspace-app';

interface SessionList {
  items: { id: string; current: boolean; secondFactor: boolean }[];
}

describe('sessions, on the store', () => {
  let workspace: WorkspaceApp;
  let mia: SignedUp;

  beforeAll(async () => {
    workspace = await WorkspaceApp.start();
  });
  afterAll(() => workspace.stop());
  beforeEach(async () => {
    mia = await workspace.signUp();
  });

  const refresh = (refreshToken: string, headers: Record<string, string> = {}) =>
    workspace.as().call<Tokens>('POST', '/v1/auth/refresh', { refreshToken }, headers);
  const statusOfMe = async (token: string) => (await workspace.as(token).call('GET', '/v1/me')).status;
  const rotatedAgo = (ms: number) =>
    workspace.rows
      .collection('refreshTokens')
      .updateMany({ userId: mia.userId }, { $set: { rotatedAt: new Date(Date.now() - ms) } });

  it('are held open by a refresh token, which is good once and new after each use', async () => {
    const first = await refresh(mia.refreshToken);
    expect(first.status).toBe(200);
    expect(first.body.refreshToken).not.toBe(mia.refreshToken);
    expect(await statusOfMe(first.body.token)).toBe(200);
    expect((await refresh(first.body.refreshToken)).status).toBe(200);
  });

  it('store no token that could be used', async () => {
    const rows = JSON.stringify(await workspace.rows.collection('refreshTokens').find().toArray());
    const [, family = '', secret = ''] = mia.refreshToken.split('.');
    expect(rows).toContain(mia.refreshToken.slice(3, 27));
    for (const part of [mia.refreshToken, family, secret]) expect(rows).not.toContain(part);
  });

  it('let exactly one of many win who refresh at once, and are not ended by the race', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(mia.refreshToken)));
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200))
      expect([answer.status, answer.code]).toEqual([409, 'AUTH.REFRESH_SUPERSEDED']);
    expect((await refresh(winners[0]?.body.refreshToken ?? '')).status).toBe(200);
  });

  it('give a lost answer again under its Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'refresh-0001' };
    const first = await refresh(mia.refreshToken, headers);
    const again = await refresh(mia.refreshToken, headers);
    expect(again.body).toEqual(first.body);
    expect((await refresh(again.body.refreshToken)).status).toBe(200);
  });

  it('end, with every token of them, when an old refresh token is used again', async () => {
    const next = await refresh(mia.refreshToken);
    await rotatedAgo(11_000);
    const reuse = await refresh(mia.refreshToken);
    expect([reuse.status, reuse.code]).toEqual([401, 'AUTH.REFRESH_REFUSED']);
    expect((await refresh(next.body.refreshToken)).status).toBe(401);
    expect(await statusOfMe(next.body.token)).toBe(401);
    expect(await workspace.auditActions()).toContain('session.ended');
  });

  it('end when a token of two rotations ago comes back, however soon', async () => {
    const second = await refresh(mia.refreshToken);
    const third = await refresh(second.body.refreshToken);
    expect((await refresh(mia.refreshToken)).status).toBe(401);
    expect((await refresh(third.body.refreshToken)).status).toBe(401);
  });

  it.each([
    ['rubbish', () => 'rt_rubbish'],
    ['a guess with the right id', () => `${mia.refreshToken.slice(0, 28)}${'x'.repeat(22)}.${'y'.repeat(43)}`],
    ['nothing of ours', () => `rt_${'0'.repeat(24)}.${'x'.repeat(22)}.${'y'.repeat(43)}`],
  ])('do not take %s for a refresh token, and live on', async (_, token) => {
    const refused = await refresh(token());
    expect([refused.status, refused.code]).toEqual([401, 'AUTH.REFRESH_REFUSED']);
    expect((await refresh(mia.refreshToken)).status).toBe(200);
  });

  it('expire', async () => {
    const past = { $set: { expiresAt: new Date(Date.now() - 1) } };
    await workspace.rows.collection('refreshTokens').updateMany({ userId: mia.userId }, past);
    expect((await refresh(mia.refreshToken)).status).toBe(401);
  });

  it('are listed, and ended one by one or all but the present one', async () => {
    const [second, third] = [await workspace.logIn(mia.email), await workspace.logIn(mia.email)];
    const list = async (token: string) => (await workspace.as(token).call<SessionList>('GET', '/v1/me/sessions')).body;
    const { items } = await list(third.body.token);
    expect(items.map(({ current }) => current)).toEqual([true, false, false]);
    expect(JSON.stringify(items)).not.toMatch(/hash/i);
    const ended = items[1]?.id ?? '';
    expect((await workspace.as(third.body.token).call('DELETE', `/v1/me/sessions/${ended}`)).status).toBe(204);
    expect(await statusOfMe(second.body.token)).toBe(401);
    expect((await workspace.as(third.body.token).call('DELETE', '/v1/me/sessions')).status).toBe(204);
    expect(await statusOfMe(mia.token)).toBe(401);
    expect((await list(third.body.token)).items).toHaveLength(1);
  });

  it('of somebody else do not exist', async () => {
    const bob = await workspace.signUp();
    const { items } = (await workspace.as(bob.token).call<SessionList>('GET', '/v1/me/sessions')).body;
    const refused = await workspace.as(mia.token).call('DELETE', `/v1/me/sessions/${items[0]?.id}`);
    expect([refused.status, refused.code]).toEqual([404, 'SESSION.NOT_FOUND']);
    expect(await statusOfMe(bob.token)).toBe(200);
  });

  it('end by logging out', async () => {
    expect((await workspace.as(mia.token).call('POST', '/v1/auth/logout')).status).toBe(204);
    expect(await statusOfMe(mia.token)).toBe(401);
    expect((await refresh(mia.refreshToken)).status).toBe(401);
  });

  it('all but the present one end with a change of the password, which needs the old one', async () => {
    const other = await workspace.logIn(mia.email);
    const change = (password: string) =>
      workspace.as(mia.token).call('POST', '/v1/me/password', { password, newPassword: 'another staple 17' });
    const wrong = await change('wrong password');
    expect([wrong.status, wrong.code]).toEqual([403, 'AUTH.PASSWORD_WRONG']);
    expect((await change(PASSWORD)).status).toBe(204);
    expect([await statusOfMe(mia.token), await statusOfMe(other.body.token)]).toEqual([200, 401]);
    expect((await refresh(other.body.refreshToken)).status).toBe(401);
    expect((await workspace.logIn(mia.email)).status).toBe(401);
    expect((await workspace.logIn(mia.email, 'another staple 17')).status).toBe(200);
  });
});
