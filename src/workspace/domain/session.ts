import type { UserId } from '../../shared/kernel';

/** A sign-in, held open by a refresh token that is new after each use. */
export interface Session {
  id: string;
  userId: UserId;
  /** Of the part that all tokens of this sign-in share. */
  familyHash: string;
  tokenHash: string;
  previousHash?: string;
  rotatedAt: Date;
  secondFactor: boolean;
  /** Where it was last used from. */
  ip?: string;
  createdAt: Date;
  expiresAt: Date;
}

/** The parts of a refresh token as they are stored: hashed. */
export interface PresentedToken {
  sessionId: string;
  familyHash: string;
  tokenHash: string;
}

/** Two tabs that refresh at once are no theft. */
export const RACE_MS = 10_000;

export type RefusedToken = 'unknown' | 'superseded' | 'reused';

/**
 * Why a token that is not the current one was refused. Whoever knows the family's part has held a token of this
 * sign-in; if it is an old one, two parties hold tokens, and one of them has stolen it.
 */
export function refusedTokenKind(session: Session | null, presented: PresentedToken, now: Date): RefusedToken {
  if (session === null || session.familyHash !== presented.familyHash || session.expiresAt <= now) return 'unknown';
  const justReplaced = now.getTime() - session.rotatedAt.getTime() <= RACE_MS;
  return justReplaced && session.previousHash === presented.tokenHash ? 'superseded' : 'reused';
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** A sign-in that is used lives on, but not for ever. */
export function sessionExpiry(createdAt: Date, now: Date, life: { idleDays: number; maxDays: number }): Date {
  const idle = now.getTime() + life.idleDays * DAY_MS;
  return new Date(Math.min(idle, createdAt.getTime() + life.maxDays * DAY_MS));
}
