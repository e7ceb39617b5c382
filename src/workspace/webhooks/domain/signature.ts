import { createHmac } from 'node:crypto';
import type { Secret } from '../../../shared/kernel';

/**
 * The header `Parley-Signature`: `t` in seconds since the epoch, one `v1` for each secret that holds: HMAC-SHA-256 in hex
 * over `t`, a dot and the body.
 */
export function signatureOf(body: string, at: Date, secrets: readonly Secret[]): string {
  const t = Math.floor(at.getTime() / 1000);
  const signed = secrets.map((secret) => createHmac('sha256', secret.reveal()).update(`${t}.${body}`).digest('hex'));
  return [`t=${t}`, ...signed.map((v1) => `v1=${v1}`)].join(',');
}
