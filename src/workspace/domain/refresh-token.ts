import { createHash } from 'node:crypto';
import type { PresentedToken } from './session';

const PATTERN = /^rt_([0-9a-f]{24})\.([\w-]{22})\.([\w-]{43})$/;
export const REFRESH_TOKEN_MAX_CHARACTERS = 128;

export const FAMILY_BYTES = 16;
export const SECRET_BYTES = 32;

export interface RefreshTokenParts {
  sessionId: string;
  /** 16 random bytes in base64url: the same in all tokens of the sign-in. */
  family: string;
  /** 32 random bytes in base64url. */
  secret: string;
}

export function refreshTokenOf({ sessionId, family, secret }: RefreshTokenParts): string {
  return `rt_${sessionId}.${family}.${secret}`;
}

/** Null for what is no refresh token of ours. */
export function readRefreshToken(token: string): (PresentedToken & { family: string }) | null {
  const [, sessionId, family, secret] = PATTERN.exec(token) ?? [];
  if (sessionId === undefined || family === undefined || secret === undefined) return null;
  return { sessionId, family, familyHash: hashOfSecret(family), tokenHash: hashOfSecret(secret) };
}

/** Plain SHA-256 will do for secrets that are random and long; passwords need more. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
