import type { AccountView } from '@parley/instagram-simulator';
import { LoginStage, RETURN_URL } from '../../../test/support/instagram-login';
import type { SignedUp } from '../../../test/support/workspace-app';
import type { AccountId, WorkspaceId } from '../../shared/kernel';
import { Secret, systemCaller } from '../../shared/kernel';
import { SecretBox } from '../../shared/security';
import { WorkspaceFacade } from '../../workspace';
import { InstagramFacade } from '../instagram.facade';
import { InstagramAccountsRepository } from '../repositories/instagram-accounts.repository';
import { placeOfToken } from './account-tokens';

describe('connecting an account, against a simulated Instagram', () => {
  let stage: LoginStage;
  let owner: SignedUp;
  let account: AccountView;

  beforeAll(async () => {
    stage = await LoginStage.start();
  });
  afterAll(() => stage.stop());
  beforeEach(async () => {
    owner = await stage.api.signUp();
    account = await stage.newAccount();
  });

  const rowOf = async (who: SignedUp, id: string) => {
    const row = await stage.api.app
      .get(InstagramAccountsRepository)
      .find(who.workspaceId as WorkspaceId, id as AccountId);
    if (row === null) throw new Error('no row');
    return row;
  };
  const tokenOf = async (who: SignedUp, id: string) => {
    const { token, workspaceId, _id } = await rowOf(who, id);
    return token === undefined
      ? null
      : stage.api.app.get(SecretBox).open(token, placeOfToken(workspaceId, _id)).reveal();
  };

  describe('by Instagram Login', () => {
    it('keeps both ids, the sealed long-lived token and the permissions, and subscribes to webhooks', async () => {
      const id = await stage.connect(owner, account);
      const row = await rowOf(owner, id);
      expect(row).toMatchObject({
        loginKind: 'instagram',
        igUserId: account.id,
        igScopedId: account.appScopedId,
        username: account.username,
        accountType: 'BUSINESS',
        status: 'connected',
        permissions: [
          'instagram_business_basic',
          'instagram_business_manage_messages',
          'instagram_business_manage_comments',
        ],
      });
      const days = ((row.tokenExpiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000;
      expect(days).toBeGreaterThan(59);
      expect(row.refreshDueAt?.getTime()).toBeGreaterThan(Date.now() + 6 * 86_400_000);
      expect(row.subscription?.fields).toEqual(expect.arrayContaining(['messages', 'messaging_postbacks', 'comments']));
      const token = await tokenOf(owner, id);
      expect(token).toMatch(/./);
      expect(JSON.stringify(row)).not.toContain(token);
      expect(await stage.api.auditActions()).toEqual(
        expect.arrayContaining(['account.login-begun', 'account.connected']),
      );
    });

    it('asks Instagram for exactly what is set up, and leads the browser on without a token in any address', async () => {
      const way = await stage.begin(owner);
      expect(Object.fromEntries(way.searchParams)).toMatchObject({
        client_id: '990000000000001',
        redirect_uri: 'https://parley.example.org/v1/instagram/callback',
        response_type: 'code',
      });
      expect(way.searchParams.has('code_challenge')).toBe(false);
      const callback = await stage.agree(way, account);
      const returned = await stage.comeBack(callback);
      expect(returned.href.startsWith(`${RETURN_URL}?login=`)).toBe(true);
      const { body } = await stage.complete(owner, returned.searchParams.get('login') ?? '');
      const token = (await tokenOf(owner, body.id)) ?? '';
      for (const url of [way, callback, returned]) expect(url.href).not.toContain(token);
    });

    it.each<[string, (way: URL) => Promise<URL>, string]>([
      ['refuses', (way) => stage.agree(way, account, { deny: '1' }), 'CONNECT.DENIED'],
      [
        'grants too little',
        (way) => stage.agree(way, account, { scope: 'instagram_business_basic' }),
        'CONNECT.SCOPES_MISSING',
      ],
      [
        'comes with a state that somebody changed',
        (way) => stage.agree(way, account, { state: `${way.searchParams.get('state') ?? ''}x` }),
        'CONNECT.STATE_INVALID',
      ],
      [
        'comes with the state of the original system',
        (way) =>
          stage.agree(way, account, { state: Buffer.from('{"workspaceId":"w","userId":"u"}').toString('base64') }),
        'CONNECT.STATE_INVALID',
      ],
      [
        'comes with a code that somebody made up',
        async (way) => {
          const callback = await stage.agree(way, account);
          callback.searchParams.set('code', 'made-up');
          return callback;
        },
        'CONNECT.CODE_REFUSED',
      ],
    ])('when the owner %s: a stable code', async (_, act, code) => {
      const returned = await stage.comeBack(await act(await stage.begin(owner)));
      expect(Object.fromEntries(returned.searchParams)).toEqual({ error: code });
    });

    it('says so when Instagram is away', async () => {
      const callback = await stage.agree(await stage.begin(owner), account);
      await stage.instagram.inject({ kind: 'server-error-before', match: { operation: 'me' } });
      expect((await stage.comeBack(callback)).searchParams.get('error')).toBe('CONNECT.UNAVAILABLE');
    });

    it('takes a state once, also of many at the same time', async () => {
      const callback = await stage.agree(await stage.begin(owner), account);
      const all = await Promise.all(Array.from({ length: 8 }, () => stage.comeBack(callback)));
      const outcomes = all.map(({ searchParams }) => searchParams.get('error') ?? 'login').sort();
      expect(outcomes).toEqual([...Array.from({ length: 7 }, () => 'CONNECT.STATE_USED'), 'login']);
    });

    it('takes no state after its time, also when the database has not deleted it yet', async () => {
      const callback = await stage.agree(await stage.begin(owner), account);
      await stage.api.rows.collection('instagramLogins').updateMany({}, { $set: { expiresAt: new Date(0) } });
      expect((await stage.comeBack(callback)).searchParams.get('error')).toBe('CONNECT.STATE_USED');
    });

    it('gives nothing to anybody but who began, and that once', async () => {
      const stranger = await stage.api.signUp();
      const login = await stage.login(owner, account);
      expect((await stage.complete(stranger, login)).code).toBe('CONNECT.LOGIN_NOT_FOUND');
      expect((await stage.complete(stranger, login, owner.workspaceId)).code).toBe('WORKSPACE.NOT_FOUND');
      expect((await stage.complete(owner, 'x'.repeat(43))).code).toBe('CONNECT.LOGIN_NOT_FOUND');
      expect((await stage.complete(owner, login)).status).toBe(200);
      expect((await stage.complete(owner, login)).code).toBe('CONNECT.LOGIN_NOT_FOUND');
    });

    it('takes the secret of the first step for none of the last', async () => {
      const way = await stage.begin(owner);
      const [nonce = ''] = (way.searchParams.get('state') ?? '').split('.');
      expect((await stage.complete(owner, nonce)).code).toBe('CONNECT.LOGIN_NOT_FOUND');
    });

    it('cannot begin for an account of another workspace', async () => {
      const stranger = await stage.api.signUp();
      const id = await stage.connect(stranger, account);
      await expect(stage.begin(owner, id)).rejects.toThrow('ACCOUNT.NOT_FOUND');
    });
  });

  describe('that somebody has', () => {
    it('is refused, until it is disconnected there', async () => {
      const other = await stage.api.signUp();
      const id = await stage.connect(other, account);
      const login = await stage.login(owner, account);
      expect((await stage.complete(owner, login)).code).toBe('ACCOUNT.TAKEN');
      const gone = await stage.api.as(other.token).call('DELETE', `/v1/workspaces/${other.workspaceId}/accounts/${id}`);
      expect(gone.status).toBe(204);
      // The refusal has left the login for another try.
      expect((await stage.complete(owner, login)).body).toMatchObject({ status: 'connected' });
      const back = await stage.login(other, account);
      expect((await stage.complete(other, back)).code).toBe('ACCOUNT.TAKEN');
    });

    it('is had by one of many who connect it at once', async () => {
      const people = await Promise.all(Array.from({ length: 4 }, () => stage.api.signUp()));
      const logins = await Promise.all(people.map((who) => stage.login(who, account)));
      const answers = await Promise.all(people.map((who, index) => stage.complete(who, logins[index] ?? '')));
      expect(answers.map(({ status, code }) => code ?? status).sort()).toEqual([
        200,
        ...Array.from({ length: 3 }, () => 'ACCOUNT.TAKEN'),
      ]);
    });

    it('is moved by a platform admin, with its token sealed for the new place, and on record in both', async () => {
      const id = await stage.connect(owner, account);
      const token = await tokenOf(owner, id);
      const other = await stage.api.signUp();
      const email = `root-${Date.now()}@shop.example`;
      await stage.api.app
        .get(WorkspaceFacade)
        .createOwner(
          { email, password: 'correct horse battery', name: 'Root', workspaceName: 'Root', platformAdmin: true },
          systemCaller('test', 'corr-0001'),
        );
      const root = (await stage.api.logIn(email)).body.token;
      const move = (workspaceId: string, igUserId = account.id) =>
        stage.api
          .as(root)
          .call<{ accountId: string }>('POST', '/v1/admin/instagram/transfer', { igUserId, workspaceId });
      expect((await move(owner.workspaceId)).code).toBe('ACCOUNT.SAME_WORKSPACE');
      expect((await move(other.workspaceId, '404')).code).toBe('ACCOUNT.NOT_FOUND');
      const { body, status } = await move(other.workspaceId);
      expect(status).toBe(200);
      expect(await tokenOf(other, body.accountId)).toBe(token);
      expect(await rowOf(owner, id)).toMatchObject({ status: 'disconnected' });
      expect((await rowOf(owner, id)).token).toBeUndefined();
      const entries = await stage.api.rows.collection('auditEntries').find({ action: 'account.transferred' }).toArray();
      expect(entries.map(({ workspaceId }) => String(workspaceId)).sort()).toEqual(
        [owner.workspaceId, other.workspaceId].sort(),
      );
    });
  });

  describe('again', () => {
    it('keeps the row, and puts a new token in place of a dead one', async () => {
      const id = await stage.connect(owner, account);
      const dead = await tokenOf(owner, id);
      await stage.api.rows
        .collection<{ _id: string }>('instagramAccounts')
        .updateOne(
          { _id: id },
          { $set: { status: 'revoked', statusReason: 'gone', lastSendFailure: { code: '190' } } },
        );
      const { body } = await stage.complete(owner, await stage.login(owner, account, id));
      expect(body).toMatchObject({ id, status: 'connected' });
      const row = await rowOf(owner, id);
      expect(row.statusReason).toBeUndefined();
      expect(row.lastSendFailure).toBeUndefined();
      expect(row.tokenVersion).toBe(2);
      expect(await tokenOf(owner, id)).not.toBe(dead);
      expect(await stage.api.auditActions()).toContain('account.reconnected');
    });

    it('also after it was disconnected: with its history', async () => {
      const id = await stage.connect(owner, account);
      await stage.api.as(owner.token).call('DELETE', `/v1/workspaces/${owner.workspaceId}/accounts/${id}`);
      expect(await stage.connect(owner, account)).toBe(id);
      expect((await rowOf(owner, id)).disconnectedAt).toBeUndefined();
    });

    it('refuses another account than the one that was meant', async () => {
      const id = await stage.connect(owner, account);
      const login = await stage.login(owner, await stage.newAccount(), id);
      expect((await stage.complete(owner, login)).code).toBe('CONNECT.OTHER_ACCOUNT');
    });
  });

  it('keeps to the limit of the plan, but not for what is connected already', async () => {
    const tier = await stage.api.rows.collection<{ _id: string }>('workspacePlans').insertOne({
      _id: owner.workspaceId,
      overrides: { limits: { instagramAccounts: 1 } },
    } as unknown as {
      _id: string;
    });
    expect(tier.acknowledged).toBe(true);
    const id = await stage.connect(owner, account);
    const second = await stage.login(owner, await stage.newAccount());
    expect((await stage.complete(owner, second)).code).toBe('PLAN.LIMIT_REACHED');
    expect(await stage.connect(owner, account)).toBe(id);
  });

  it('is known to webhooks and sends at once, and no more when it was disconnected', async () => {
    const id = await stage.connect(owner, account);
    const facade = stage.api.app.get(InstagramFacade);
    expect(await facade.findAccount(account.appScopedId)).toMatchObject({ accountId: id, status: 'connected' });
    const fields = async () =>
      (await stage.instagram.accounts()).find(({ id: one }) => one === account.id)?.subscribedFields;
    expect(await fields()).toContain('messages');
    await stage.api.as(owner.token).call('DELETE', `/v1/workspaces/${owner.workspaceId}/accounts/${id}`);
    expect(await fields()).toEqual([]);
    expect((await rowOf(owner, id)).token).toBeUndefined();
    await facade.renewToken(owner.workspaceId as WorkspaceId, id as AccountId, new Secret('by hand'));
    expect(await tokenOf(owner, id)).toBe('by hand');
  });
});
