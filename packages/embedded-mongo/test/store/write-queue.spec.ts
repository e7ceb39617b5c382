import { MemoryKeyValueStore } from '../../src/store/memory-key-value';
import { TransactionRegistry } from '../../src/store/transaction-registry';
import { UnitOfWork } from '../../src/store/unit-of-work';
import { WriteConflictError } from '../../src/store/write-conflict';
import { WriteQueue } from '../../src/store/write-queue';

class CountingStore extends MemoryKeyValueStore {
  commits = 0;
  failing = false;
  private depth = 0;

  override transaction<T>(work: () => T): T {
    this.depth++;
    try {
      return super.transaction(() => {
        const result = work();
        if (this.depth === 1) {
          this.commits++;
          if (this.failing) throw new Error('disk full');
        }
        return result;
      });
    } finally {
      this.depth--;
    }
  }
}

const key = (name: string): Buffer => Buffer.from(name);

describe('write queue', () => {
  const open = () => {
    const store = new CountingStore();
    const unit = new UnitOfWork(store);
    return { store, unit, queue: new WriteQueue(unit) };
  };

  it('commits all writes of one turn together', async () => {
    const { store, queue } = open();
    const results = await Promise.all([1, 2, 3].map((n) => queue.run(() => (store.put(key(`${n}`), key('x')), n))));
    expect(results).toEqual([1, 2, 3]);
    expect(store.commits).toBe(1);
  });

  it('lets one write fail alone, and takes back what it wrote and changed', async () => {
    const { store, unit, queue } = open();
    let counter = 0;
    const good = queue.run(() => store.put(key('good'), key('x')));
    const bad = queue.run(() => {
      unit.onRollback(() => counter--);
      counter++;
      store.put(key('bad'), key('x'));
      throw new Error('no');
    });
    await expect(bad).rejects.toThrow('no');
    await good;
    expect(counter).toBe(0);
    expect(store.get(key('good'))).toBeDefined();
    expect(store.get(key('bad'))).toBeUndefined();
  });

  it('fails every write of a commit that fails', async () => {
    const { store, unit, queue } = open();
    store.failing = true;
    let counter = 0;
    const writes = [1, 2].map((n) =>
      queue.run(() => {
        unit.onRollback(() => counter--);
        counter++;
        store.put(key(`${n}`), key('x'));
      }),
    );
    for (const write of writes) await expect(write).rejects.toThrow('disk full');
    expect(counter).toBe(0);
    expect(store.get(key('1'))).toBeUndefined();
  });

  it('fails every write when the storage transaction cannot begin', async () => {
    const { store, queue } = open();
    jest.spyOn(store, 'transaction').mockImplementation(() => {
      throw new Error('closed');
    });
    await expect(queue.run(() => 1)).rejects.toThrow('closed');
  });

  it('repeats a write when the transaction in its way has ended', async () => {
    const { store, queue } = open();
    const transactions = new TransactionRegistry(store);
    const blocker = transactions.begin();
    let attempts = 0;
    const write = queue.run(() => {
      if (++attempts === 1) throw new WriteConflictError(blocker);
      return 'done';
    });
    await queue.run(() => undefined);
    expect(attempts).toBe(1);
    transactions.end(blocker);
    await expect(write).resolves.toBe('done');
    expect(attempts).toBe(2);
  });
});
