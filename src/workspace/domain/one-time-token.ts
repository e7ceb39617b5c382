import type { UserId } from '../../shared/kernel';

export type TokenPurpose = 'verify-email' | 'change-email' | 'reset-password';

/** A link that was mailed to a user, good once. */
export interface OneTimeToken {
  /** SHA-256 of the token in the mail. */
  hash: string;
  userId: UserId;
  purpose: TokenPurpose;
  /** The address that the mail went to, normalised. */
  email: string;
  expiresAt: Date;
}

const HOUR_MS = 60 * 60 * 1000;

export const tokenLifeMs: Readonly<Record<TokenPurpose, number>> = {
  'verify-email': 72 * HOUR_MS,
  'change-email': 24 * HOUR_MS,
  'reset-password': HOUR_MS,
};

/** 32 random bytes in base64url. */
export const ONE_TIME_TOKEN_CHARACTERS = 43;
