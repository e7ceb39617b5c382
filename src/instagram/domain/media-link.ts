import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link opens, and until when. */
export interface LinkedFile {
  workspaceId: string;
  fileId: string;
  /** Seconds since 1970. */
  expires: number;
}

/** `id` names the key among those that are in use. */
export interface LinkKey {
  id: string;
  key: string;
}

/** HMAC-SHA256 over purpose, workspace, file and expiry. */
function signatureOf({ workspaceId, fileId, expires }: LinkedFile, { key }: LinkKey): string {
  const signed = JSON.stringify(['media link', workspaceId, fileId, expires]);
  return createHmac('sha256', key).update(signed).digest('base64url');
}

/** The last part of a link's path. */
export const proofOf = (file: LinkedFile, key: LinkKey): string =>
  `${file.expires.toString(36)}.${key.id}.${signatureOf(file, key)}`;

/** Whether the proof was made by one of the keys and still holds. Every key that has its id is tried in equal time. */
export function isProven(
  file: Pick<LinkedFile, 'workspaceId' | 'fileId'>,
  proof: string,
  keys: readonly LinkKey[],
  now: Date,
): boolean {
  const [expiry = '', keyId = '', signature = ''] = proof.split('.');
  const expires = Number.parseInt(expiry, 36);
  const key = keys.find(({ id }) => id === keyId);
  if (key === undefined || !Number.isSafeInteger(expires) || expires * 1_000 <= now.getTime()) return false;
  const expected = Buffer.from(proofOf({ ...file, expires }, key));
  const given = Buffer.from(`${expiry}.${keyId}.${signature}`);
  return proof.length === given.length && given.length === expected.length && timingSafeEqual(given, expected);
}
