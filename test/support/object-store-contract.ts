import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { objectKey, type ObjectStore, ObjectTooLarge } from '../../src/shared/providers/storage';

export interface ObjectStoreStage {
  store: ObjectStore;
  close(): Promise<void>;
}

const KEY = objectKey({ tenant: 'w1', group: 'g1', name: 'a' });
const of = (text: string) => Readable.from([...text].map((letter) => Buffer.from(letter)));

/** What every store of files keeps to. */
export function describeObjectStoreContract(name: string, open: () => Promise<ObjectStoreStage>): void {
  describe(`ObjectStore: ${name}`, () => {
    let stage: ObjectStoreStage;
    let store: ObjectStore;

    beforeEach(async () => {
      stage = await open();
      store = stage.store;
    });
    afterEach(() => stage.close());

    const read = async (key = KEY, range?: { start: number; end?: number }) => {
      const stream = await store.get(key, range);
      return stream === null ? null : (await buffer(stream)).toString();
    };

    it('keeps what was put, and says how long it is', async () => {
      expect(await store.put(KEY, of('hello'), 10)).toEqual({ bytes: 5 });
      expect(await store.stat(KEY)).toEqual({ bytes: 5 });
      expect(await read()).toBe('hello');
    });

    it('has nothing where nothing was put', async () => {
      expect([await store.stat(KEY), await read()]).toEqual([null, null]);
      await expect(store.remove(KEY)).resolves.toBeUndefined();
    });

    it('gives parts, both ends included', async () => {
      await store.put(KEY, of('hello'), 10);
      expect([await read(KEY, { start: 1, end: 3 }), await read(KEY, { start: 3 })]).toEqual(['ell', 'lo']);
    });

    it('takes an empty file, and one of exactly the length that is allowed', async () => {
      expect(await store.put(KEY, of(''), 5)).toEqual({ bytes: 0 });
      expect(await store.put(KEY, of('hello'), 5)).toEqual({ bytes: 5 });
    });

    it('keeps nothing of what is too long, and leaves what was there', async () => {
      await expect(store.put(KEY, of('hello!'), 5)).rejects.toBeInstanceOf(ObjectTooLarge);
      expect(await store.stat(KEY)).toBeNull();
      await store.put(KEY, of('old'), 5);
      await expect(store.put(KEY, of('longer'), 5)).rejects.toBeInstanceOf(ObjectTooLarge);
      expect(await read()).toBe('old');
    });

    it('keeps nothing of what breaks off', async () => {
      const broken = (async function* () {
        yield Buffer.from('hel');
        await Promise.reject(new Error('gone'));
      })();
      await expect(store.put(KEY, broken, 10)).rejects.toThrow('gone');
      expect(await store.stat(KEY)).toBeNull();
    });

    it('gives a reader the whole of the old one while a new one replaces or removes it', async () => {
      await store.put(KEY, of('old'), 5);
      const reading = await store.get(KEY);
      await store.put(KEY, of('new'), 5);
      await store.remove(KEY);
      expect(reading && (await buffer(reading)).toString()).toBe('old');
      expect(await read()).toBeNull();
    });

    it('writers of one key at the same time leave one of both, whole', async () => {
      await Promise.all([store.put(KEY, of('aaaa'), 5), store.put(KEY, of('bbbb'), 5)]);
      expect(['aaaa', 'bbbb']).toContain(await read());
    });

    it('removes a tenant’s group, or all of the tenant, and nothing of others', async () => {
      const key = (tenant: string, group: string) => objectKey({ tenant, group, name: 'a' });
      const keys = [key('w1', 'g1'), key('w1', 'g2'), key('w2', 'g1'), key('w10', 'g1')];
      for (const one of keys) await store.put(one, of('x'), 5);
      const left = async () => (await Promise.all(keys.map((one) => read(one)))).map((text) => text !== null);
      await store.removeAll('w1', 'g1');
      expect(await left()).toEqual([false, true, true, true]);
      await store.removeAll('w1');
      expect(await left()).toEqual([false, false, true, true]);
      await store.removeAll('w3', 'g1');
    });

    it.each(['', 'a', 'a/b', 'a/b/c/d', '../b/c', 'a/../c', 'a/b/..', 'a/b/c\u0000', '/b/c', 'a/b/%2e%2e'])(
      'refuses %j, which is no key',
      async (key) => {
        await expect(store.put(key, of('x'), 5)).rejects.toThrow('no object key');
        await expect(store.get(key)).rejects.toThrow('no object key');
        await expect(store.removeAll(`${key}/..`)).rejects.toThrow('no id');
      },
    );
  });
}
