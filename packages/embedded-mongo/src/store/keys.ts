/*
 * The layout of the key space, big-endian:
 *   00                                              format version
 *   01 namespace                                    catalogue entry of a collection
 *   02 collection-id(4) record-id(8)                the document's BSON
 *   03 index-id(4) key-bytes [record-id(8)]         record-id(8); the suffix only in indexes that are not unique
 *   04 session-id                                   the session's last retryable write and its reply
 */
const CATALOGUE = 1;
const DOCUMENTS = 2;
const INDEXES = 3;
const SESSIONS = 4;

export const FORMAT_KEY = Buffer.from([0]);

const withUint32 = (kind: number, id: number): Buffer => {
  const prefix = Buffer.allocUnsafe(5);
  prefix[0] = kind;
  prefix.writeUInt32BE(id, 1);
  return prefix;
};

/** All keys that start with `prefix`. */
export const prefixRange = (prefix: Buffer): { from: Buffer; to: Buffer } => ({ from: prefix, to: successor(prefix) });

/** The smallest key above every key that starts with `key`. */
export function successor(key: Buffer): Buffer {
  for (let last = key.length - 1; last >= 0; last--) {
    const byte = key[last] ?? 0;
    if (byte === 0xff) continue;
    const next = Buffer.from(key.subarray(0, last + 1));
    next[last] = byte + 1;
    return next;
  }
  return Buffer.alloc(1_978, 0xff);
}

/** The smallest key above `key` itself. */
export const justAfter = (key: Buffer): Buffer => Buffer.concat([key, Buffer.from([0])]);

export const catalogueKey = (namespace: string): Buffer =>
  Buffer.concat([Buffer.from([CATALOGUE]), Buffer.from(namespace)]);
export const catalogueRange = (): { from: Buffer; to: Buffer } => prefixRange(Buffer.from([CATALOGUE]));
export const documentPrefix = (collectionId: number): Buffer => withUint32(DOCUMENTS, collectionId);
export const indexPrefix = (indexId: number): Buffer => withUint32(INDEXES, indexId);
export const sessionKey = (sessionId: string): Buffer =>
  Buffer.concat([Buffer.from([SESSIONS]), Buffer.from(sessionId, 'hex')]);
export const sessionRange = (): { from: Buffer; to: Buffer } => prefixRange(Buffer.from([SESSIONS]));

/** Record ids grow from 1 and stay far below 2^53. */
export function recordIdBytes(recordId: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeUInt32BE(Math.floor(recordId / 0x1_0000_0000), 0);
  bytes.writeUInt32BE(recordId % 0x1_0000_0000, 4);
  return bytes;
}

export const readRecordId = (bytes: Buffer, offset = 0): number =>
  bytes.readUInt32BE(offset) * 0x1_0000_0000 + bytes.readUInt32BE(offset + 4);

export function documentKey(prefix: Buffer, recordId: number): Buffer {
  const key = Buffer.allocUnsafe(prefix.length + 8);
  prefix.copy(key, 0);
  key.writeUInt32BE(Math.floor(recordId / 0x1_0000_0000), prefix.length);
  key.writeUInt32BE(recordId % 0x1_0000_0000, prefix.length + 4);
  return key;
}

export const recordIdOfDocumentKey = (key: Buffer): number => readRecordId(key, 5);
