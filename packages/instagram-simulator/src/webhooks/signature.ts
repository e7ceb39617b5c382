import { createHmac } from 'node:crypto';

/** JSON as Meta sends it: everything beyond ASCII as `\uXXXX` with lowercase hex, per UTF-16 unit. */
export function encodeBody(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `X-Hub-Signature-256` of a raw body (Meta: webhooks, "Validating Payloads"). */
export const signature256 = (appSecret: string, body: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;

/** The legacy header that Meta still sends beside it. */
export const signature1 = (appSecret: string, body: string): string =>
  `sha1=${createHmac('sha1', appSecret).update(body).digest('hex')}`;
