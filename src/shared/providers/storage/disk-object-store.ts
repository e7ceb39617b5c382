import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { limited } from './limited';
import { checkedPart, objectKey, parseObjectKey } from './object-key';
import { type ByteRange, ObjectStore, type StoredObject } from './object-store.port';

/** Of those that wrote a file and were killed; a writer that lives has one of its own. */
const UNFINISHED = '.part-';

/** Files in a folder of this machine, or of a volume that all processes share. Readable by their owner only. */
export class DiskObjectStore extends ObjectStore {
  readonly isSet = true;

  constructor(private readonly folder: string) {
    super();
  }

  override async put(key: string, body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<StoredObject> {
    const target = this.pathOf(key);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    const unfinished = `${target}${UNFINISHED}${randomUUID()}`;
    try {
      const bytes = await written(unfinished, limited(body, maxBytes));
      await rename(unfinished, target);
      return { bytes };
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  override async get(key: string, { start, end }: ByteRange = { start: 0 }): Promise<Readable | null> {
    try {
      // Opened here, so that a file that is removed meanwhile is still read to its end.
      const file = await open(this.pathOf(key), 'r');
      return createReadStream('', { fd: file, start, ...(end === undefined ? {} : { end }) });
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  override async stat(key: string): Promise<StoredObject | null> {
    try {
      const { size: bytes } = await stat(this.pathOf(key));
      return { bytes };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  override async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  override async removeAll(tenant: string, group?: string): Promise<void> {
    const parts = [tenant, ...(group === undefined ? [] : [group])].map(checkedPart);
    await rm(path.join(this.folder, ...parts), { recursive: true, force: true });
  }

  private pathOf(key: string): string {
    const parts = parseObjectKey(key);
    if (parts === null) throw new Error('This is no object key.');
    return path.join(this.folder, ...objectKey(parts).split('/'));
  }
}

/** On the disk, not only in its cache, before it gets its name. */
async function written(file: string, body: AsyncIterable<Uint8Array>): Promise<number> {
  const handle = await open(file, 'wx', 0o600);
  try {
    let bytes = 0;
    for await (const chunk of body) {
      await handle.writeFile(chunk);
      bytes += chunk.byteLength;
    }
    await handle.sync();
    return bytes;
  } finally {
    await handle.close();
  }
}

const isMissing = (error: unknown): boolean => (error as { code?: unknown }).code === 'ENOENT';
