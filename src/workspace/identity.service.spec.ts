import { RecordingAudit, visitor } from '../../test/support/audit';
import { ManualClock } from '../../test/support/manual-clock';
import type { AccessTokens } from '../shared/auth';
import type { UserId } from '../shared/kernel';
import type { PasswordHasher } from '../shared/security/password-hasher';
import type { User } from './domain/user';
import { IdentityService } from './identity.service';
import type { SignUp, SignUpsRepository } from './repositories/sign-ups.repository';
import type { UsersRepository } from './repositories/users.repository';

const OWNER = { email: ' Mia@Shop.example', password: 'correct horse', name: 'Mia', workspaceName: 'Shop' };

function set() {
  const signUps: SignUp[] = [];
  const verified: (string | null)[] = [];
  const audit = new RecordingAudit();
  const find = (email: string): User | null => signUps.find(({ user }) => user.email === email)?.user ?? null;
  const identity = new IdentityService(
    { findByEmail: async (email: string) => find(email) } as UsersRepository,
    {
      insert: async (signUp: SignUp) => {
        if (find(signUp.user.email) !== null) return 'email-taken';
        signUps.push(signUp);
        return 'inserted';
      },
    } as unknown as SignUpsRepository,
    {
      hash: async (password: string) => `hash of ${password}`,
      verify: async (stored: string | null, password: string) => {
        verified.push(stored);
        return stored === `hash of ${password}`;
      },
    } as PasswordHasher,
    { issue: async (userId: UserId) => ({ token: `token of ${userId}`, expiresAt: new Date(0) }) } as AccessTokens,
    new ManualClock(),
    audit,
    audit.changes,
  );
  return { identity, signUps, verified, audit };
}

describe('IdentityService.signUp', () => {
  it('creates a user, a workspace and the ownership, and gives a token', async () => {
    const { identity, signUps, audit } = set();
    const { token } = await identity.signUp(OWNER, visitor);
    const { user, workspace, membership } = signUps[0] as SignUp;
    expect(user).toMatchObject({ email: 'mia@shop.example', name: 'Mia', passwordHash: 'hash of correct horse' });
    expect(workspace.name).toBe('Shop');
    expect(membership).toMatchObject({ workspaceId: workspace.id, userId: user.id, role: 'owner' });
    expect(token).toBe(`token of ${user.id}`);
    expect(audit.entries).toEqual([
      expect.objectContaining({ action: 'user.signed-up', target: user.id, caller: visitor, isChange: true }),
    ]);
  });

  it('makes nobody a platform admin, whatever is sent', async () => {
    const { identity, signUps } = set();
    await identity.signUp({ ...OWNER, platformAdmin: true } as typeof OWNER, visitor);
    expect(signUps[0]?.user.platformAdmin).toBe(false);
  });

  it('refuses an address that is taken, in any spelling', async () => {
    const { identity, audit } = set();
    await identity.signUp(OWNER, visitor);
    await expect(identity.signUp({ ...OWNER, email: 'MIA@SHOP.EXAMPLE' }, visitor)).rejects.toMatchObject({
      code: 'USER.EMAIL_TAKEN',
      kind: 'conflict',
    });
    expect(audit.entries).toHaveLength(1);
  });

  it('refuses a weak password and names the field', async () => {
    const { identity, signUps } = set();
    await expect(identity.signUp({ ...OWNER, password: 'password123' }, visitor)).rejects.toMatchObject({
      code: 'USER.WEAK_PASSWORD',
      fields: [{ field: 'password' }],
    });
    expect(signUps).toHaveLength(0);
  });
});

describe('IdentityService.logIn', () => {
  async function signedUp() {
    const all = set();
    const { userId } = await all.identity.createOwner(OWNER, visitor);
    all.audit.entries.length = 0;
    return { ...all, userId };
  }

  it('gives a token for the right password, in any spelling of the address', async () => {
    const { identity, userId, audit } = await signedUp();
    expect(await identity.logIn('MIA@shop.EXAMPLE ', OWNER.password, visitor)).toMatchObject({
      token: `token of ${userId}`,
    });
    expect(audit.entries).toEqual([expect.objectContaining({ action: 'user.logged-in', target: userId })]);
  });

  it.each([
    ['a wrong password', OWNER.email, 'wrong', 'wrong-password'],
    ['an unknown user', 'nobody@shop.example', OWNER.password, 'unknown-user'],
  ])('refuses %s with the same words, and keeps the reason to the audit trail', async (_, email, password, reason) => {
    const { identity, audit, verified } = await signedUp();
    await expect(identity.logIn(email, password, visitor)).rejects.toMatchObject({
      code: 'AUTH.LOGIN_FAILED',
      kind: 'unauthenticated',
      message: 'E-mail or password is wrong.',
    });
    expect(verified).toHaveLength(1);
    expect(audit.entries).toEqual([expect.objectContaining({ action: 'user.login-failed', details: { reason } })]);
    expect(JSON.stringify(audit.entries)).not.toContain(email);
  });

  it('refuses a disabled user', async () => {
    const { identity, signUps, audit } = await signedUp();
    for (const { user } of signUps) user.disabledAt = new Date();
    await expect(identity.logIn(OWNER.email, OWNER.password, visitor)).rejects.toMatchObject({
      code: 'AUTH.LOGIN_FAILED',
    });
    expect(audit.entries[0]?.details).toEqual({ reason: 'disabled' });
  });
});
