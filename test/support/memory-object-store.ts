import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type ByteRange, ObjectStore, parseObjectKey, type StoredObject } from '../../src/shared/providers/storage';
import { limited } from '../../src/shared/providers/storage/limited';
import { checkedPart } from '../../src/shared/providers/storage/object-key';

/** Files in memory. */
export class MemoryObjectStore extends ObjectStore {
  override readonly isSet: boolean = true;
  readonly files = new Map<string, Buffer>();

  override async put(key: string, body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<StoredObject> {
    const checked = checkedKey(key);
    const bytes = await buffer(Readable.from(limited(body, maxBytes)));
    this.files.set(checked, bytes);
    return { bytes: bytes.length };
  }

  override async get(key: string, { start, end }: ByteRange = { start: 0 }): Promise<Readable | null> {
    const file = this.files.get(checkedKey(key));
    return file === undefined ? null : Readable.from([file.subarray(start, end === undefined ? undefined : end + 1)]);
  }

  override async stat(key: string): Promise<StoredObject | null> {
    const file = this.files.get(checkedKey(key));
    return file === undefined ? null : { bytes: file.length };
  }

  override async remove(key: string): Promise<void> {
    this.files.delete(checkedKey(key));
  }

  override async removeAll(tenant: string, group?: string): Promise<void> {
    const prefix = [tenant, ...(group === undefined ? [] : [group])].map(checkedPart).join('/');
    for (const key of this.files.keys()) if (key.startsWith(`${prefix}/`)) this.files.delete(key);
  }
}

function checkedKey(key: string): string {
  if (parseObjectKey(key) === null) throw new Error('This is no object key.');
  return key;
}
