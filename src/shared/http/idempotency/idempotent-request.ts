import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { newId, stableId } from '../../kernel';
import type { ApiRequest } from '../api-request';
import { invalidRequest } from '../validation/request-validation.pipe';

const KEY_PATTERN = /^[\x21-\x7e]{8,128}$/;
const KEY_HEADER = 'idempotency-key';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What a POST with an Idempotency-Key is recognised by, and what its stored answer is locked with. */
export interface IdempotentRequest {
  id: string;
  fingerprint: string;
  sealKey: Buffer;
}

/** @throws DomainError REQUEST.INVALID for a key that is too short, too long or not printable. */
export function idempotentRequestOf(request: ApiRequest): IdempotentRequest | null {
  const key = request.headers[KEY_HEADER];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !KEY_PATTERN.test(key)) {
    throw invalidRequest([{ field: KEY_HEADER, rule: 'must be 8–128 visible ASCII characters' }]);
  }
  const path = request.url.split('?', 1)[0] ?? '';
  const content = JSON.stringify([request.query, request.body]);
  return {
    id: stableId('idempotency', request.user?.id ?? 'anonymous', request.method, path, key),
    // Keyed, because a plain hash of a login would let a reader of the database try passwords fast.
    fingerprint: createHmac('sha256', key).update(content).digest('hex'),
    sealKey: Buffer.from(hkdfSync('sha256', key, content, 'idempotent answer', 32)),
  };
}

/** The same for every retry of one request, so that what it creates can have this id; new when there is no key. */
export function operationIdOf(request: IdempotentRequest | null): string {
  return request?.id ?? newId();
}

/** AES-256-GCM: answers hold tokens and personal data, which must not lie readable in a technical collection. */
export function seal(sealKey: Buffer, body: unknown): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sealKey, iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify({ body })), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

export function unseal(sealKey: Buffer, sealed: string): unknown {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString();
  return (JSON.parse(text) as { body?: unknown }).body;
}
