import { createHmac, timingSafeEqual } from 'node:crypto';

const PREFIX = 'sha256=';

/**
 * Whether one of the secrets signed exactly these bytes. Meta signs the body as it travels, so it must never be parsed and
 * written again first. Source: Messenger Platform "Webhooks", section on validating payloads.
 */
export function isSigned(body: Buffer, header: string | undefined, secrets: readonly string[]): boolean {
  if (header === undefined || !/^sha256=[0-9a-f]{64}$/.test(header)) return false;
  const given = Buffer.from(header.slice(PREFIX.length), 'hex');
  return secrets.some((secret) => timingSafeEqual(createHmac('sha256', secret).update(body).digest(), given));
}
