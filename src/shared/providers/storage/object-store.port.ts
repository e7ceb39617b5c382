import type { Readable } from 'node:stream';

export interface StoredObject {
  bytes: number;
}

/** Bytes from `start` to `end`, both counted from 0 and both included; without an end to the last one. */
export interface ByteRange {
  start: number;
  end?: number;
}

/** More bytes came than the caller allowed; nothing was stored. */
export class ObjectTooLarge extends Error {
  constructor(readonly maxBytes: number) {
    super(`The object has more than ${maxBytes} bytes.`);
    this.name = 'ObjectTooLarge';
  }
}

/** No place for files is set; nothing can be stored or read. */
export class StorageUnset extends Error {
  constructor() {
    super('STORAGE_FOLDER is not set.');
    this.name = 'StorageUnset';
  }
}

/**
 * Keeps files by keys. A key is `<tenant>/<group>/<name>`, made by `objectKey`; nobody reads anything else out of it. What is
 * stored is whole or not there at all, and readable by every process of the installation. Errors of the medium are thrown.
 */
export abstract class ObjectStore {
  /** False: there is no place for files; every other method throws `StorageUnset`. */
  abstract readonly isSet: boolean;
  /** Replaces what was there. @throws ObjectTooLarge, or what `body` throws; the key then holds what it held before. */
  abstract put(key: string, body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<StoredObject>;
  /** Null when there is none. The caller reads the stream to its end or destroys it. */
  abstract get(key: string, range?: ByteRange): Promise<Readable | null>;
  abstract stat(key: string): Promise<StoredObject | null>;
  /** Also when there is none. */
  abstract remove(key: string): Promise<void>;
  /** All objects of a tenant, or of one of its groups. */
  abstract removeAll(tenant: string, group?: string): Promise<void>;
}
