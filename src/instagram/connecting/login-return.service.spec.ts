import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { Secret, type WorkspaceId } from '../../shared/kernel';
import type { MetaConnect, OwnAccount } from '../../shared/providers/meta-graph';
import type { SecretBox } from '../../shared/security';
import { LOGIN_LIFE_MS, signState } from '../domain/login-state';
import type { InstagramLoginsRepository } from '../repositories/instagram-logins.repository';
import { LoginReturn } from './login-return.service';

const KEY = 'k'.repeat(40);
const W1 = 'w1' as WorkspaceId;

describe('LoginReturn', () => {
  const clock = new ManualClock();
  let account: OwnAccount;
  let used: unknown[];
  let telemetry: TelemetryProbe;

  const comeBack = (query: Record<string, unknown>) =>
    new LoginReturn(
      {
        security: { jwtKeys: [{ id: 'k1', key: KEY }], encryptionKeys: [], accessTokenSeconds: 60 },
        instagramLogin: {
          appId: '1',
          appSecret: 's',
          hasOwnAppSecret: true,
          redirectUrl: 'https://parley.example/cb',
          returnUrl: undefined,
          loginUrl: '',
          tokenUrl: '',
          pkce: false,
          appSecretProof: false,
        },
      },
      standIn<InstagramLoginsRepository>({
        use: async (key) => {
          used.push(key);
          return { ...key, expiresAt: clock.now() };
        },
        insert: async () => undefined,
      }),
      standIn<MetaConnect>({
        exchangeCode: async () => ({
          token: new Secret('SHORT'),
          permissions: ['instagram_business_basic', 'instagram_business_manage_messages'],
        }),
        lengthen: async () => ({ token: new Secret('LONG'), expiresInMs: 1 }),
        readOwnAccount: async () => account,
      }),
      standIn<SecretBox>({ seal: () => ({ keyId: '', iv: '', tag: '', data: '' }) }),
      clock,
      telemetry,
    ).comeBack(query, 'corr-0001');

  const stateUntil = (ms: number) =>
    signState({ nonce: 'n', workspaceId: W1, actorId: 'u1', expiresAt: new Date(clock.now().getTime() + ms) }, KEY);

  beforeEach(() => {
    account = { igScopedId: '2', igUserId: '1', username: 'luna' };
    used = [];
    telemetry = new TelemetryProbe();
  });

  it('gives a secret to the browser, and no token to anybody', async () => {
    const outcome = await comeBack({ code: 'c', state: stateUntil(LOGIN_LIFE_MS) });
    expect(outcome).toEqual({ login: expect.stringMatching(/^[\w-]{43}$/) as string });
    expect(JSON.stringify([outcome, telemetry.lines])).not.toMatch(/SHORT|LONG/);
  });

  it.each<[string, OwnAccount]>([
    ['without an id of a professional account', { igScopedId: '2', username: 'luna' }],
    ['that says it is personal', { igScopedId: '2', igUserId: '1', username: 'luna', accountType: 'PERSONAL' }],
  ])('refuses an account %s', async (_, own) => {
    account = own;
    await expect(comeBack({ code: 'c', state: stateUntil(1) })).resolves.toEqual({
      error: 'CONNECT.NO_PROFESSIONAL_ACCOUNT',
    });
  });

  it.each([0, -1])('refuses a state that ended %i ms ago, and asks no database', async (ms) => {
    await expect(comeBack({ code: 'c', state: stateUntil(ms) })).resolves.toEqual({ error: 'CONNECT.STATE_EXPIRED' });
    expect(used).toEqual([]);
  });

  it.each([{}, { code: 'c' }, { state: 'x', code: 'c' }, { state: ['a'], code: 'c' }])('refuses %j', async (query) => {
    await expect(comeBack(query)).resolves.toEqual({ error: 'CONNECT.STATE_INVALID' });
    expect(used).toEqual([]);
  });
});
