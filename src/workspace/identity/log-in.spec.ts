import { RecordingAudit, visitor } from '../../../test/support/audit';
import { MemoryRateLimiter, MemoryRedis } from '../../../test/support/memory-redis';
import { standIn } from '../../../test/support/stand-in';
import type { LoginChallenges } from '../../shared/auth';
import type { Caller, UserId } from '../../shared/kernel';
import { PasswordHasher } from '../../shared/security';
import type { User } from '../domain/user';
import type { UsersRepository } from '../repositories/users.repository';
import { LogInService } from './log-in.service';
import { PasswordCheck } from './password-check.service';
import type { SecondFactorCodes } from './second-factor-codes';
import type { SessionsService, SessionTokens } from './sessions.service';

const PASSWORD = 'correct horse battery';
const TOKENS = { token: 'access', refreshToken: 'refresh' } as SessionTokens;
const from = (ip: string): Caller => ({ ...visitor, ip });

async function set(more: Partial<User> = {}) {
  const hasher = new PasswordHasher();
  const mia: User = {
    id: 'mia' as UserId,
    email: 'mia@shop.example',
    passwordHash: await hasher.hash(PASSWORD),
    name: 'Mia',
    platformAdmin: false,
    createdAt: new Date(),
    ...more,
  };
  const verified: (string | null)[] = [];
  const verify = hasher.verify.bind(hasher);
  hasher.verify = (stored, password) => {
    verified.push(stored);
    return verify(stored, password);
  };
  const users = standIn<UsersRepository>({ findByEmail: async (email) => (email === mia.email ? mia : null) });
  const redis = new MemoryRedis();
  const audit = new RecordingAudit();
  const logIns = new LogInService(
    new PasswordCheck(users, hasher, new MemoryRateLimiter(redis)),
    users,
    standIn<SessionsService>({ open: async () => TOKENS }),
    standIn<SecondFactorCodes>({}),
    standIn<LoginChallenges>({ issue: async () => ({ challenge: 'challenge', challengeExpiresAt: new Date() }) }),
    audit,
  );
  const logIn = (password = PASSWORD, email = mia.email, ip = '10.0.0.1') => logIns.logIn(email, password, from(ip));
  return { logIn, verified, audit, redis };
}

describe('LogInService', () => {
  it('takes the right password, in any spelling of the address', async () => {
    const { logIn, audit } = await set();
    expect(await logIn(PASSWORD, ' MIA@Shop.example')).toBe(TOKENS);
    expect(audit.entries).toMatchObject([{ action: 'user.logged-in', target: 'mia', isChange: false }]);
  });

  it.each<[string, Partial<User>, string, string, string]>([
    ['a wrong password', {}, 'mia@shop.example', 'wrong', 'wrong-password'],
    ['an unknown user', {}, 'nobody@shop.example', PASSWORD, 'unknown-user'],
    ['a disabled user', { disabledAt: new Date() }, 'mia@shop.example', PASSWORD, 'disabled'],
  ])(
    'refuses %s with the same words and work, and keeps the reason to the audit trail',
    async (_, user, email, password, reason) => {
      const { logIn, audit, verified } = await set(user);
      await expect(logIn(password, email)).rejects.toMatchObject({
        code: 'AUTH.LOGIN_FAILED',
        kind: 'unauthenticated',
        message: 'E-mail or password is wrong.',
      });
      expect(verified).toHaveLength(1);
      expect(audit.entries).toMatchObject([{ action: 'user.login-failed', details: { reason } }]);
      expect(JSON.stringify(audit.entries)).not.toContain(email);
    },
  );

  it('compares no more than ten passwords from one address, the right one neither', async () => {
    const { logIn, verified } = await set();
    for (let guess = 0; guess < 10; guess += 1)
      await expect(logIn(`guess ${guess}`)).rejects.toMatchObject({ code: 'AUTH.LOGIN_FAILED' });
    await expect(logIn()).rejects.toMatchObject({ code: 'RATE.LIMITED', kind: 'rate-limited' });
    expect(verified).toHaveLength(10);
    expect(await logIn(PASSWORD, undefined, '10.0.0.2')).toBe(TOKENS);
  });

  it('throttles addresses that no user has alike', async () => {
    const { logIn } = await set();
    const guesses = Array.from({ length: 11 }, () =>
      logIn('wrong', 'nobody@shop.example').catch((error: object) => error),
    );
    const codes = (await Promise.all(guesses)).map((error) => (error as { code: string }).code);
    expect(codes.filter((code) => code === 'RATE.LIMITED')).toHaveLength(1);
  });

  it('forgets the wrong ones once the right one was sent', async () => {
    const { logIn } = await set();
    for (let round = 0; round < 3; round += 1) {
      for (let guess = 0; guess < 8; guess += 1) await logIn('wrong').catch(() => undefined);
      expect(await logIn()).toBe(TOKENS);
    }
  });

  it('bounds what many addresses together may try', async () => {
    const { redis, logIn } = await set();
    await logIn('wrong').catch(() => undefined);
    const account = [...redis.counts.keys()].find((key) => /^login:[0-9a-f]{64}$/.test(key)) ?? '';
    redis.counts.set(account, 100);
    await expect(logIn(PASSWORD, undefined, '10.9.9.9')).rejects.toMatchObject({ code: 'RATE.LIMITED' });
  });

  it('compares nothing while nobody can count', async () => {
    const { logIn, redis, verified } = await set();
    redis.away = true;
    await expect(logIn()).rejects.toMatchObject({ code: 'RATE.UNAVAILABLE', kind: 'unavailable' });
    expect(verified).toEqual([]);
  });

  it('keeps the loop free in a storm, and turns the tail of it away', async () => {
    const { logIn } = await set();
    let beats = 0;
    const heart = setInterval(() => (beats += 1), 1);
    const storm = Array.from({ length: 80 }, (_, index) =>
      logIn(PASSWORD, `u${index}@shop.example`).catch((error: object) => error),
    );
    const codes = (await Promise.all(storm)).map((error) => (error as { code: string }).code);
    clearInterval(heart);
    // Two at once and 64 waiting; what is beyond is refused at once, and the timer went on meanwhile.
    expect(codes.filter((code) => code === 'SECURITY.BUSY')).toHaveLength(80 - 2 - 64);
    expect(codes.filter((code) => code === 'AUTH.LOGIN_FAILED')).toHaveLength(66);
    expect(beats).toBeGreaterThan(66 / 2);
  });
});
