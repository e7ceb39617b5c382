import type { KeyValueStore } from '../../src/store/key-value';
import { LmdbKeyValueStore } from '../../src/store/lmdb-key-value';
import { MemoryKeyValueStore } from '../../src/store/memory-key-value';
import { BACKENDS, temporaryFolder } from '../support/test-store';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const FROM = bytes('');
const TO = Buffer.from([0xff, 0xff]);

describe.each(BACKENDS)('key-value store: %s', (backend) => {
  const folder = temporaryFolder();
  let store: KeyValueStore;
  const keys = (): string[] => store.range({ from: bytes('\x01'), to: TO }).map(([key]) => key.toString('latin1'));
  const put = (...names: string[]): void =>
    store.transaction(() => names.forEach((name) => store.put(bytes(name), bytes(`value of ${name}`))));

  beforeAll(async () => {
    store = backend === 'lmdb' ? await LmdbKeyValueStore.open(folder.path) : new MemoryKeyValueStore();
  });
  afterEach(() => {
    store.transaction(() => keys().forEach((key) => store.remove(bytes(key))));
  });
  afterAll(async () => {
    await store.close();
    folder.remove();
  });

  it('keeps keys in byte order, also above 127', () => {
    put('b', 'a', '\xff', '\x80', 'aa', 'a\x00');
    expect(keys()).toEqual(['a', 'a\x00', 'aa', 'b', '\x80', '\xff']);
  });

  it.each([
    ['forward', {}, ['b', 'c']],
    ['forward with a limit', { limit: 1 }, ['b']],
    ['reverse', { reverse: true }, ['c', 'b']],
    ['reverse with a limit', { reverse: true, limit: 1 }, ['c']],
    ['a limit of zero', { limit: 0 }, []],
  ])('reads a half-open range: %s', (_name, how, expected) => {
    put('a', 'b', 'c', 'd');
    const found = store.range({ from: bytes('b'), to: bytes('d'), ...how });
    expect(found.map(([key]) => key.toString())).toEqual(expected);
  });

  it('undoes a failed transaction', () => {
    put('a');
    const failing = (): void =>
      store.transaction(() => {
        store.put(bytes('b'), bytes('x'));
        store.remove(bytes('a'));
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(keys()).toEqual(['a']);
  });

  it('undoes a failed savepoint only', () => {
    store.transaction(() => {
      store.put(bytes('a'), bytes('outer'));
      expect(() =>
        store.transaction(() => {
          store.put(bytes('a'), bytes('inner'));
          store.put(bytes('b'), bytes('inner'));
          throw new Error('no');
        }),
      ).toThrow('no');
      store.put(bytes('c'), bytes('outer'));
    });
    expect(keys()).toEqual(['a', 'c']);
    expect(store.get(bytes('a'))?.toString()).toBe('outer');
  });

  it('sees its own writes inside a transaction', () => {
    store.transaction(() => {
      store.put(bytes('a'), bytes('1'));
      expect(store.get(bytes('a'))?.toString()).toBe('1');
      expect(keys()).toEqual(['a']);
    });
  });

  it('refuses a write outside a transaction', () => {
    expect(() => store.put(bytes('a'), bytes('1'))).toThrow('outside a storage transaction');
    expect(() => store.remove(bytes('a'))).toThrow('outside a storage transaction');
  });

  it('keeps a snapshot as it was while the store grows', () => {
    put('a');
    const snapshot = store.snapshot();
    const large = Buffer.alloc(100_000, 1);
    for (let round = 0; round < 60; round++) store.transaction(() => store.put(bytes(`k${round}`), large));
    store.transaction(() => store.remove(bytes('a')));
    expect(snapshot.get(bytes('a'))?.toString()).toBe('value of a');
    expect(snapshot.range({ from: FROM, to: TO })).toHaveLength(1);
    snapshot.release();
    expect(keys()).toHaveLength(60);
  });
});
