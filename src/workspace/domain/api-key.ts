import { createHash } from 'node:crypto';
import type { Permission } from '../../shared/auth';
import type { UserId, WorkspaceId } from '../../shared/kernel';

/** A machine's way into one workspace. */
export interface ApiKey {
  id: string;
  workspaceId: WorkspaceId;
  name: string;
  /** SHA-256 of the whole secret. */
  secretHash: string;
  permissions: Permission[];
  createdBy: UserId;
  createdAt: Date;
  expiresAt?: Date;
  /** To the minute. */
  lastUsedAt?: Date;
}

export const API_KEY_SECRET_BYTES = 32;
const PATTERN = /^pk_([0-9a-f]{24})_[\w-]{43}$/;

/** `random`: 32 random bytes in base64url. */
export const apiKeySecret = (id: string, random: string): string => `pk_${id}_${random}`;

/** The id within a secret; null for what is none of ours. */
export const apiKeyIdOf = (secret: string): string | null => PATTERN.exec(secret)?.[1] ?? null;

export const apiKeyHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export function isLiveKey({ secretHash, expiresAt }: ApiKey, presentedHash: string, now: Date): boolean {
  return secretHash === presentedHash && (expiresAt === undefined || expiresAt > now);
}
