import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What comes back from Instagram's login page tells, so that no other login can be slipped in. */
export interface LoginState {
  /** Random; known to the database by its hash, until it is used. */
  nonce: string;
  workspaceId: string;
  /** The user or the API key that began. */
  actorId: string;
  expiresAt: Date;
}

/** A login takes a person minutes. */
export const LOGIN_LIFE_MS = 15 * 60_000;

const ID = /^[\w-]{1,64}$/;

const macOf = (payload: string, key: string) => createHmac('sha256', key).update(`instagram-login:${payload}`).digest();

export function signState({ nonce, workspaceId, actorId, expiresAt }: LoginState, key: string): string {
  const payload = [nonce, workspaceId, actorId, expiresAt.getTime().toString(36)].join('.');
  return `${payload}.${macOf(payload, key).toString('base64url')}`;
}

/** Null for what none of the keys signed. Whether it has expired is for the caller to say. */
export function readState(text: string, keys: readonly string[]): LoginState | null {
  const parts = text.split('.');
  const [nonce = '', workspaceId = '', actorId = '', expiry = '', mac = ''] = parts;
  if (parts.length !== 5 || ![nonce, workspaceId, actorId, expiry].every((part) => ID.test(part))) return null;
  const payload = parts.slice(0, 4).join('.');
  const given = Buffer.from(mac, 'base64url');
  const isOurs = keys.some((key) => {
    const expected = macOf(payload, key);
    return given.length === expected.length && timingSafeEqual(expected, given);
  });
  return isOurs ? { nonce, workspaceId, actorId, expiresAt: new Date(parseInt(expiry, 36)) } : null;
}

/** What the database keeps in place of a secret of a login. */
export const loginHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** RFC 7636, S256. */
export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
