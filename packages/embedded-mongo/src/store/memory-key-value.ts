import BTree from 'sorted-btree';
import type { KeyRange, KeyValueEntry, KeyValueSnapshot, KeyValueStore, KeyValueView } from './key-value';

// Latin-1 strings compare like the bytes they stand for, and the tree compares strings fast.
const asText = (key: Buffer): string => key.toString('latin1');
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type Tree = BTree<string, Buffer>;
interface Change {
  readonly key: string;
  readonly previous: Buffer | undefined;
}

function rangeOf(tree: Tree, { from, to, reverse = false, limit = Infinity }: KeyRange): KeyValueEntry[] {
  const entries: KeyValueEntry[] = [];
  const low = asText(from);
  const high = asText(to);
  if (limit <= 0) return entries;
  const walk = reverse ? tree.entriesReversed(high, [], true) : tree.entries(low, []);
  for (const [key, value] of walk) {
    if (reverse ? key < low : key >= high) break;
    entries.push([Buffer.from(key, 'latin1'), value]);
    if (entries.length >= limit) break;
  }
  return entries;
}

function viewOf(tree: Tree): KeyValueView {
  return { get: (key) => tree.get(asText(key)), range: (range) => rangeOf(tree, range) };
}

/** Keeps everything in a B+ tree in memory: for tests, gone when the process ends. */
export class MemoryKeyValueStore implements KeyValueStore {
  readonly kind = 'memory';
  private readonly tree: Tree = new BTree<string, Buffer>(undefined, compareText, 64);
  private journal: Change[] | undefined;

  get(key: Buffer): Buffer | undefined {
    return this.tree.get(asText(key));
  }

  range(range: KeyRange): KeyValueEntry[] {
    return rangeOf(this.tree, range);
  }

  put(key: Buffer, value: Buffer): void {
    const text = this.record(key);
    this.tree.set(text, value);
  }

  remove(key: Buffer): void {
    const text = this.record(key);
    this.tree.delete(text);
  }

  transaction<T>(work: () => T): T {
    const outermost = this.journal === undefined;
    const journal = (this.journal ??= []);
    const mark = journal.length;
    try {
      return work();
    } catch (error) {
      this.undo(journal, mark);
      throw error;
    } finally {
      if (outermost) this.journal = undefined;
    }
  }

  snapshot(): KeyValueSnapshot {
    // Cloning shares nodes and copies them on write, so this is cheap.
    return { ...viewOf(this.tree.clone()), release: () => undefined };
  }

  close(): Promise<void> {
    this.tree.clear();
    return Promise.resolve();
  }

  private record(key: Buffer): string {
    if (this.journal === undefined) throw new Error('write outside a storage transaction');
    const text = asText(key);
    this.journal.push({ key: text, previous: this.tree.get(text) });
    return text;
  }

  private undo(journal: Change[], mark: number): void {
    while (journal.length > mark) {
      const change = journal.pop();
      if (change === undefined) return;
      if (change.previous === undefined) this.tree.delete(change.key);
      else this.tree.set(change.key, change.previous);
    }
  }
}
