import { createHmac } from 'node:crypto';
import type { AccountView } from '@parley/instagram-simulator';
import { loadConfig } from '../../../config';
import { TEST_ENV } from '../../../test/support/http-app';
import { LoginStage } from '../../../test/support/instagram-login';
import type { SignedUp } from '../../../test/support/workspace-app';
import { Contributions } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import { SecretBox } from '../../shared/security';
import { AccountHealth } from '../account-health.service';
import type { AccountHealthResponse } from '../dto/account-health.response';
import { AccountUpkeepRepository } from '../repositories/account-upkeep.repository';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';
import { placeOfToken } from './account-tokens';
import { CareForSubscriptionsJob } from './care-for-subscriptions.job';
import { RefreshTokensJob } from './refresh-tokens.job';
import { ResealTokensJob } from './reseal-tokens.job';

const DAY = 24 * 3_600_000;
const LONG_AGO = new Date(0);
const NEW_KEY = `k9:${Buffer.alloc(32, 9).toString('base64')}`;

describe('looking after connected accounts, against a simulated Instagram', () => {
  let stage: LoginStage;
  let owner: SignedUp;

  beforeAll(async () => {
    stage = await LoginStage.start({ INSTAGRAM_PKCE: 'true', META_APPSECRET_PROOF: 'true' });
    owner = await stage.api.signUp();
  });
  afterAll(() => stage.stop());
  beforeEach(() => stage.instagram.clearFaults());

  const accounts = () => stage.api.rows.collection<InstagramAccountRow>('instagramAccounts');
  const set = (id: string, fields: Partial<InstagramAccountRow>) =>
    accounts().updateOne({ _id: id as InstagramAccountRow['_id'] }, { $set: fields });
  const rowOf = async (id: string) =>
    (await accounts().findOne({ _id: id as InstagramAccountRow['_id'] })) as InstagramAccountRow;
  const tokenOf = (row: InstagramAccountRow, secrets = stage.api.app.get(SecretBox)) =>
    row.token === undefined ? '' : secrets.open(row.token, placeOfToken(row.workspaceId, row._id)).reveal();
  const connected = async (): Promise<[string, AccountView]> => {
    const account = await stage.newAccount();
    return [await stage.connect(owner, account), account];
  };
  const urlOf = (id: string) => `/v1/workspaces/${owner.workspaceId}/accounts/${id}`;
  const health = async (id: string) =>
    (await stage.api.as(owner.token).call<AccountHealthResponse>('GET', `${urlOf(id)}/health`)).body;

  it('binds logins by PKCE where that is switched on', async () => {
    const account = await stage.newAccount();
    const way = await stage.begin(owner);
    expect(way.searchParams.get('code_challenge_method')).toBe('S256');
    const stolen = await stage.agree(way, account, { code_challenge: 'x'.repeat(43) });
    expect((await stage.comeBack(stolen)).searchParams.get('error')).toBe('CONNECT.CODE_REFUSED');
    expect(await stage.connect(owner, account)).toMatch(/./);
  });

  describe('tokens', () => {
    const refresh = () => stage.api.app.get(RefreshTokensJob).run();

    it('are renewed when they are due, and stay sealed', async () => {
      const [id] = await connected();
      const before = await rowOf(id);
      await refresh();
      expect(tokenOf(await rowOf(id))).toBe(tokenOf(before));
      await stage.instagram.advanceClock(2 * DAY);
      await set(id, { refreshDueAt: LONG_AGO, status: 'expiring' });
      await refresh();
      const after = await rowOf(id);
      expect(tokenOf(after)).not.toBe(tokenOf(before));
      expect(after).toMatchObject({ status: 'connected', tokenVersion: 2 });
      expect(after.refreshDueAt?.getTime()).toBeGreaterThan(Date.now() + 6 * DAY);
      expect(JSON.stringify(after)).not.toContain(tokenOf(after));
    });

    it('that cannot be renewed do not keep others from it, and are tried again later each time', async () => {
      const [young] = await connected();
      const ids = [young, ...(await Promise.all([connected(), connected(), connected()])).map(([id]) => id)];
      const [, revoked = '', unreadable = '', good = ''] = ids;
      await stage.instagram.advanceClock(2 * DAY);
      const again = await stage.newAccount();
      const fresh = await stage.connect(owner, again);
      const row = await rowOf(revoked);
      await stage.instagram.account(row.igUserId).revokeTokens(458);
      const foreign = (await rowOf(good)).token;
      await set(unreadable, { ...(foreign === undefined ? {} : { token: foreign }) });
      for (const id of [revoked, unreadable, good, fresh]) await set(id, { refreshDueAt: LONG_AGO });
      await refresh();
      expect(await rowOf(good)).toMatchObject({ tokenVersion: 2, status: 'connected' });
      expect(await rowOf(revoked)).toMatchObject({
        status: 'revoked',
        statusReason: expect.stringContaining('removed') as string,
      });
      expect((await rowOf(revoked)).refreshDueAt).toBeUndefined();
      expect(await rowOf(unreadable)).toMatchObject({
        refreshFailures: 1,
        refreshFailure: { code: 'SECRET.UNREADABLE' },
      });
      const first = await rowOf(fresh);
      expect(first).toMatchObject({ status: 'connected', refreshFailures: 1, refreshFailure: { code: '100' } });
      await set(fresh, { refreshDueAt: LONG_AGO });
      await refresh();
      const second = await rowOf(fresh);
      const waits = [first, second].map(
        ({ refreshDueAt, refreshFailure }) => (refreshDueAt?.getTime() ?? 0) - (refreshFailure?.at.getTime() ?? 0),
      );
      expect(waits).toEqual([3_600_000, 7_200_000]);
      expect(await stage.api.auditActions()).toContain('account.state-changed');
    });

    it.each<[string, number, string]>([
      ['whose last days have begun', 10 * DAY, 'expiring'],
      ['that has ended', -1, 'expired'],
    ])('one %s: the state says so', async (_, left, status) => {
      const [id] = await connected();
      await set(id, { refreshDueAt: LONG_AGO, tokenExpiresAt: new Date(Date.now() + left) });
      await refresh();
      expect(await rowOf(id)).toMatchObject({ status });
      expect(await health(id)).toMatchObject({ status, sendable: status === 'expiring' });
    });

    it('are not overwritten by the renewal of an older one', async () => {
      const [id, account] = await connected();
      const stale = await rowOf(id);
      await stage.connect(owner, account);
      const newer = await rowOf(id);
      const { token, tokenIssuedAt, tokenExpiresAt, refreshDueAt } = stale;
      if (!token || !tokenIssuedAt || !tokenExpiresAt || !refreshDueAt) throw new Error('not connected');
      const renewed = { token, tokenIssuedAt, tokenExpiresAt, refreshDueAt };
      expect(await stage.api.app.get(AccountUpkeepRepository).saveRenewed(stale, renewed, new Date())).toBe(false);
      expect(tokenOf(await rowOf(id))).toBe(tokenOf(newer));
    });

    it('are sealed anew after the keys were rotated', async () => {
      const [id] = await connected();
      const ring = loadConfig({ ...TEST_ENV, ENCRYPTION_KEYS: `${NEW_KEY},${TEST_ENV.ENCRYPTION_KEYS}` });
      const rotated = new SecretBox(ring);
      const before = await rowOf(id);
      const telemetry = stage.api.app.get(Telemetry);
      const job = new ResealTokensJob(
        new Contributions(),
        stage.api.app.get(AccountUpkeepRepository),
        rotated,
        telemetry,
      );
      await job.run();
      const after = await rowOf(id);
      expect(after.token?.keyId).toBe('k9');
      expect(after.updatedAt).toEqual(before.updatedAt);
      const newOnly = new SecretBox(loadConfig({ ...TEST_ENV, ENCRYPTION_KEYS: NEW_KEY }));
      expect(tokenOf(after, newOnly)).toBe(tokenOf(before));
      // Back, for the other tests.
      await accounts().updateMany(
        { 'token.keyId': 'k9' },
        { $set: { refreshDueAt: new Date(Date.now() + DAY), status: 'disconnected' } },
      );
    });
  });

  describe('subscriptions', () => {
    const care = () => stage.api.app.get(CareForSubscriptionsJob).run();

    it('that Meta dropped are renewed at the next look, and it is told since when', async () => {
      const [id, account] = await connected();
      const first = (await rowOf(id)).subscription;
      await stage.instagram.account(account.id).unsubscribe();
      await care();
      expect((await rowOf(id)).subscription).toEqual(first);
      await set(id, { subscriptionDueAt: LONG_AGO });
      await care();
      const view = (await stage.instagram.accounts()).find(({ id: one }) => one === account.id);
      expect(view?.subscribedFields).toContain('messages');
      const { subscription, subscriptionDueAt } = await rowOf(id);
      expect(subscription).toMatchObject({ lostAt: first?.checkedAt, healedAt: subscription?.checkedAt });
      expect((subscriptionDueAt?.getTime() ?? 0) - Date.now()).toBeLessThan(15 * 60_000);
      expect(await health(id)).toMatchObject({ subscription: { complete: true, missing: [] } });
    });

    it('that cannot be seen are looked at again soon; a dead token changes the state', async () => {
      const [id, account] = await connected();
      await set(id, { subscriptionDueAt: LONG_AGO });
      await stage.instagram.inject({
        kind: 'server-error-before',
        match: { operation: 'subscription', account: account.id },
      });
      await care();
      const due = (await rowOf(id)).subscriptionDueAt?.getTime() ?? 0;
      expect(due - Date.now()).toBeLessThan(3 * 60_000);
      expect(await health(id)).toMatchObject({
        status: 'connected',
        subscription: { failure: { code: expect.any(String) as string } },
      });
      await stage.instagram.account(account.id).revokeTokens(460);
      await set(id, { subscriptionDueAt: LONG_AGO });
      await care();
      expect(await health(id)).toMatchObject({
        status: 'revoked',
        sendable: false,
        reason: expect.stringContaining('password') as string,
      });
      await set(id, { subscriptionDueAt: LONG_AGO });
      await care();
      expect((await rowOf(id)).subscriptionDueAt).toBeUndefined();
    });
  });

  it('an account that is checked by hand may try again when it was restricted, and is found out when it is dead', async () => {
    const [id, account] = await connected();
    await set(id, { status: 'restricted', statusReason: 'blocked' });
    const check = async () =>
      (await stage.api.as(owner.token).call<AccountHealthResponse>('POST', `${urlOf(id)}/check`)).body;
    expect(await check()).toMatchObject({ status: 'connected', sendable: true });
    await stage.instagram.account(account.id).revokeTokens(463);
    expect(await check()).toMatchObject({ status: 'expired', sendable: false });
    expect(await check()).toMatchObject({ status: 'expired' });
  });

  it('news of an older token changes nothing, news of this one does, and of two one is on record', async () => {
    const [id, account] = await connected();
    const { workspaceId, _id: accountId, tokenVersion: older = 0 } = await rowOf(id);
    await stage.connect(owner, account);
    const graph = { class: 'account', code: '190/460', message: 'No.', retryAfterMs: 0 } as const;
    const say = (tokenVersion: number) =>
      stage.api.app.get(AccountHealth).noteSendFailure({ workspaceId, accountId, tokenVersion }, graph);
    await say(older);
    expect(await health(id)).toMatchObject({ status: 'connected' });
    await Promise.all([say(older + 1), say(older + 1)]);
    expect(await health(id)).toMatchObject({ status: 'revoked', lastSendFailure: { code: '190/460' } });
    const filter = { action: 'account.state-changed', target: id };
    expect(await stage.api.rows.collection('auditEntries').countDocuments(filter)).toBe(1);
  });

  describe('what the owner asks for at Instagram', () => {
    const signed = (userId: string, issuedAt = Date.now()) => {
      const payload = { algorithm: 'HMAC-SHA256', issued_at: Math.floor(issuedAt / 1_000), user_id: userId };
      const encoded = Buffer.from(JSON.stringify(payload)).toString('base64url');
      return `${createHmac('sha256', TEST_ENV.META_APP_SECRETS).update(encoded).digest('base64url')}.${encoded}`;
    };
    const post = (path: string, signedRequest: string) =>
      stage.api.app.inject({
        method: 'POST',
        url: `/webhooks/instagram/${path}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ signed_request: signedRequest }).toString(),
      });

    it.each(['deauthorize', 'data-deletion'])(
      'is refused at %s when Meta has not signed it, or long ago',
      async (path) => {
        const [id, account] = await connected();
        const forged = signed(account.id).replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
        for (const wrong of [forged, signed(account.id, Date.now() - 2 * DAY), '']) {
          const answer = await post(path, wrong);
          expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([401, 'META.SIGNED_REQUEST']);
        }
        expect(await rowOf(id)).toMatchObject({ status: 'connected' });
      },
    );

    it('the app’s removal revokes the account, by either id; again changes nothing', async () => {
      const [id, account] = await connected();
      expect((await post('deauthorize', signed(account.appScopedId))).statusCode).toBe(200);
      expect(await health(id)).toMatchObject({
        status: 'revoked',
        reason: expect.stringContaining('removed') as string,
      });
      expect((await post('deauthorize', signed(account.id))).statusCode).toBe(200);
      expect((await post('deauthorize', signed('404'))).statusCode).toBe(200);
    });

    it('deletion erases token, name and ids, answers as Meta wants, and shows how far it is', async () => {
      const [id, account] = await connected();
      const answer = await post('data-deletion', signed(account.id));
      const { url, confirmation_code: code } = answer.json<{ url: string; confirmation_code: string }>();
      expect(url).toBe(`https://parley.example.org/v1/instagram/data-deletions/${code}`);
      const row = JSON.stringify(await rowOf(id));
      for (const gone of [account.id, account.appScopedId, account.username, '"token"'])
        expect(row).not.toContain(gone);
      const status = await stage.api.as().call('GET', new URL(url).pathname);
      expect(status.body).toMatchObject({ code, status: 'running', accounts: 1 });
      expect((await stage.api.as().call('GET', '/v1/instagram/data-deletions/unknown')).code).toBe(
        'DATA_DELETION.NOT_FOUND',
      );
      // Whoever wants can connect it anew.
      expect(await stage.connect(owner, account)).not.toBe(id);
    });
  });
});
