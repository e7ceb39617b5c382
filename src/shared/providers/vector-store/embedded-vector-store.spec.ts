import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { ManualClock } from '../../../../test/support/manual-clock';
import { describeVectorStore, MemoryVectorSource, towards } from '../../../../test/support/vector-store-contract';
import { EmbeddedVectorStore } from './embedded-vector-store';
import { VectorStoreError } from './vector-store.port';

const stores: EmbeddedVectorStore[] = [];
const threads: Worker[] = [];

function stage(maxBytes = 1024 * 1024) {
  const source = new MemoryVectorSource();
  const clock = new ManualClock();
  const store = new EmbeddedVectorStore({
    source: () => source,
    beginThread: () => {
      const thread = new Worker(path.join(__dirname, 'index-thread.js'));
      threads.push(thread);
      return thread;
    },
    clock,
    maxBytes,
  });
  stores.push(store);
  return { store, source, clock, later: () => clock.advance(501) };
}

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.stop()));
  threads.length = 0;
});

describeVectorStore('EmbeddedVectorStore', stage);

describe('EmbeddedVectorStore', () => {
  const ask = (store: EmbeddedVectorStore, partition: string) =>
    store.search(partition, { text: 'word', limit: 10, embedding: towards(0) });

  it('asks its source for revisions only while nothing changes, and not at every search', async () => {
    const { store, source, later } = stage();
    source.put('w1', 'a', [{ text: 'word' }]);
    await Promise.all([ask(store, 'w1'), ask(store, 'w1'), ask(store, 'w1')]);
    await ask(store, 'w1');
    expect(source.asked).toEqual({ revisions: 1, documents: 1, records: [['a']] });
    later();
    await ask(store, 'w1');
    expect(source.asked).toEqual({ revisions: 2, documents: 1, records: [['a']] });
  });

  it('reads only the documents that are new or changed', async () => {
    const { store, source } = stage();
    for (const id of ['a', 'b', 'c']) source.put('w1', id, [{ text: 'word' }]);
    await ask(store, 'w1');
    source.put('w1', 'b', [{ text: 'other' }]);
    store.changed('w1');
    expect((await ask(store, 'w1')).byWords.map(({ id }) => id).sort()).toEqual(['a-0', 'c-0']);
    expect(source.asked.records).toEqual([['a', 'b', 'c'], ['b']]);
  });

  it('shows nothing half done: what failed to be read is begun anew, each chunk once', async () => {
    const { store, source } = stage();
    source.put('w1', 'a', [{ text: 'word' }]);
    source.put('w1', 'b', [{ text: 'word' }]);
    const failed = ask(store, 'w1');
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    source.failing = true;
    await expect(failed).rejects.toThrow(VectorStoreError);
    source.failing = false;
    expect((await ask(store, 'w1')).byWords.map(({ id }) => id).sort()).toEqual(['a-0', 'b-0']);
  });

  it('lets the partitions go that were not searched for longest, and builds them anew when they are', async () => {
    const chunks = Array.from({ length: 50 }, () => ({ text: 'word', embedding: towards(0) }));
    const { store, source, clock } = stage(20_000);
    for (const name of ['w1', 'w2', 'w3']) source.put(name, 'a', chunks);
    for (const name of ['w1', 'w2', 'w1', 'w3']) {
      await ask(store, name);
      clock.advance(1);
    }
    const reads = source.asked.records.length;
    expect(store.bytes).toBeLessThan(60_000);
    expect((await ask(store, 'w2')).byWords).toHaveLength(10);
    expect(source.asked.records.length).toBe(reads + 1);
  });

  it('is built anew when more is dead than alive', async () => {
    const { store, source } = stage();
    const many = (count: number) => Array.from({ length: count }, () => ({ text: 'word' }));
    source.put('w1', 'big', many(600));
    source.put('w1', 'small', many(3));
    await ask(store, 'w1');
    source.remove('w1', 'big');
    store.changed('w1');
    expect((await ask(store, 'w1')).byWords).toHaveLength(3);
    expect(source.asked.records.at(-1)).toEqual(['small']);
    expect(store.bytes).toBeLessThan(5_000);
  });

  it('survives the death of its thread: who waits is told, the next search begins anew', async () => {
    const { store, source } = stage();
    source.put('w1', 'a', [{ text: 'word' }]);
    await ask(store, 'w1');
    const waiting = expect(ask(store, 'w1')).rejects.toThrow(VectorStoreError);
    await threads[0]?.terminate();
    await waiting;
    expect((await ask(store, 'w1')).byWords).toHaveLength(1);
    expect(threads).toHaveLength(2);
  });
});
