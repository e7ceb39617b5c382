import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  /** Of the business account that once connected, by either of its ids; never of a customer. */
  userId: string;
  issuedAt: Date;
}

const SHAPE = /^([\w-]{43})\.([\w-]{2,4096})$/;
const ALGORITHM = 'HMAC-SHA256';

interface Payload {
  algorithm?: unknown;
  user_id?: unknown;
  issued_at?: unknown;
}

/**
 * What Meta posts when somebody removes the app or asks for deletion: `base64url(HMAC-SHA256 of the encoded payload) +
 * "." + base64url(JSON)`. The algorithm is ours, not the one that the payload names. Null for what Meta has not signed.
 * Source: "Data Deletion Request Callback".
 */
export function readSignedRequest(text: string, secrets: readonly string[]): SignedRequest | null {
  const [, signature, payload] = SHAPE.exec(text) ?? [];
  if (signature === undefined || payload === undefined || !isSignedBy(payload, signature, secrets)) return null;
  const { algorithm, user_id: userId, issued_at: issuedAt } = parse(payload);
  if (algorithm !== ALGORITHM) return null;
  const id = typeof userId === 'number' ? String(userId) : userId;
  if (typeof id !== 'string' || !/^\d{1,32}$/.test(id) || typeof issuedAt !== 'number') return null;
  return { userId: id, issuedAt: new Date(issuedAt * 1_000) };
}

function isSignedBy(payload: string, signature: string, secrets: readonly string[]): boolean {
  const given = Buffer.from(signature, 'base64url');
  return secrets.some((secret) => {
    const expected = createHmac('sha256', secret).update(payload).digest();
    return given.length === expected.length && timingSafeEqual(expected, given);
  });
}

function parse(payload: string): Payload {
  try {
    const value: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {}; // signed, but not what Meta sends
  }
}
