import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { MemoryObjectStore } from '../../../../test/support/memory-object-store';
import { describeObjectStoreContract } from '../../../../test/support/object-store-contract';
import { DiskObjectStore } from './disk-object-store';
import { objectKey } from './object-key';
import { StorageUnset } from './object-store.port';
import { objectStoreFor } from './storage.module';

const newFolder = () => mkdtempSync(path.join(tmpdir(), 'parley-files-'));

describeObjectStoreContract('on the disk', async () => {
  const folder = newFolder();
  return {
    store: new DiskObjectStore(path.join(folder, 'not', 'there', 'yet')),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
});
describeObjectStoreContract('in memory', async () => ({
  store: new MemoryObjectStore(),
  close: async () => undefined,
}));

describe('files on the disk', () => {
  const folder = newFolder();
  const key = objectKey({ tenant: 'w1', group: 'g1', name: 'a' });
  const names = () => readdirSync(path.join(folder, 'w1', 'g1'));

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are readable by their owner only, and nothing unfinished stays', async () => {
    const store = objectStoreFor({ folder });
    await store.put(key, Readable.from([Buffer.from('x')]), 1);
    await expect(store.put(key, Readable.from([Buffer.from('xx')]), 1)).rejects.toThrow();
    expect(names()).toEqual(['a']);
    expect(statSync(path.join(folder, 'w1', 'g1', 'a')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(folder, 'w1')).mode & 0o777).toBe(0o700);
  });
});

describe('without a folder', () => {
  const store = objectStoreFor({ folder: undefined });
  const key = objectKey({ tenant: 'w1', group: 'g1', name: 'a' });

  it('nothing is stored or read, and an erasure has nothing to do', async () => {
    expect(store.isSet).toBe(false);
    await expect(store.put(key, Readable.from([]), 1)).rejects.toBeInstanceOf(StorageUnset);
    await expect(store.get(key)).rejects.toBeInstanceOf(StorageUnset);
    await expect(store.stat(key)).rejects.toBeInstanceOf(StorageUnset);
    await expect(store.remove(key)).rejects.toBeInstanceOf(StorageUnset);
    await expect(store.removeAll('w1')).resolves.toBeUndefined();
  });
});
