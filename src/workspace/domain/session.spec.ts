import type { UserId } from '../../shared/kernel';
import { readRefreshToken, refreshTokenOf } from './refresh-token';
import { refusedTokenKind, type Session, sessionExpiry } from './session';

const NOW = new Date('2026-01-10T00:00:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const SESSION: Session = {
  id: 's1',
  userId: 'mia' as UserId,
  familyHash: 'family',
  tokenHash: 'current',
  previousHash: 'previous',
  rotatedAt: ago(10_000),
  secondFactor: false,
  createdAt: ago(20_000),
  expiresAt: ago(-1),
};

describe('refusedTokenKind', () => {
  it.each<[string, Partial<Session> | null, string, string, string]>([
    ['of no session', null, 'family', 'previous', 'unknown'],
    ['that guesses the family', {}, 'guess', 'previous', 'unknown'],
    ['of an expired session', { expiresAt: NOW }, 'family', 'previous', 'unknown'],
    ['that was replaced ten seconds ago', {}, 'family', 'previous', 'superseded'],
    ['that was replaced earlier', { rotatedAt: ago(10_001) }, 'family', 'previous', 'reused'],
    ['from before that', {}, 'family', 'older', 'reused'],
  ])('judges a token %s', (_, part, familyHash, tokenHash, kind) => {
    const session = part === null ? null : { ...SESSION, ...part };
    expect(refusedTokenKind(session, { sessionId: 's1', familyHash, tokenHash }, NOW)).toBe(kind);
  });
});

describe('sessionExpiry', () => {
  const DAY_MS = 86_400_000;
  it.each([
    [0, 30],
    [100, 130],
    [170, 180],
    [180, 180],
  ])('of a session that is used on day %d is day %d', (day, expected) => {
    const created = new Date(0);
    const expiry = sessionExpiry(created, new Date(day * DAY_MS), { idleDays: 30, maxDays: 180 });
    expect(expiry.getTime() / DAY_MS).toBe(expected);
  });
});

describe('refresh tokens', () => {
  const parts = { sessionId: '0'.repeat(24), family: 'f'.repeat(22), secret: 's'.repeat(43) };

  it('are read as they were written', () => {
    expect(readRefreshToken(refreshTokenOf(parts))).toMatchObject({ sessionId: parts.sessionId, family: parts.family });
  });

  it.each([
    '',
    'rt_',
    refreshTokenOf({ ...parts, sessionId: 'x' }),
    `${refreshTokenOf(parts)}x`,
    ` ${refreshTokenOf(parts)}`,
  ])('are not read from %j', (token) => {
    expect(readRefreshToken(token)).toBeNull();
  });
});
