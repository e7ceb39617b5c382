import { turnOfTheLoop } from '../../../test/support/stand-in';
import { Grouping, type GroupingOptions } from './grouping';

/** Writes that end when the test says so; each item becomes its square. */
function heldWrites(options: GroupingOptions = {}) {
  const writes: { items: number[]; end: (error?: Error) => Promise<void> }[] = [];
  const write = (items: number[]) =>
    new Promise<number[]>((resolve, reject) => {
      const end = (error?: Error) => {
        if (error === undefined) resolve(items.map((item) => item * item));
        else reject(error);
        return turnOfTheLoop();
      };
      writes.push({ items, end });
    });
  return { writes, grouping: new Grouping<number, number>(write, options) };
}

const itemsOf = (writes: { items: number[] }[]) => writes.map(({ items }) => items);

describe('Grouping', () => {
  it('writes at once when nothing is on its way, and what comes meanwhile together afterwards', async () => {
    const { writes, grouping } = heldWrites();
    const added = [grouping.add([1]), grouping.add([2, 3]), grouping.add([4])];
    expect(itemsOf(writes)).toEqual([[1]]);
    await writes[0]?.end();
    expect(itemsOf(writes)).toEqual([[1], [2, 3, 4]]);
    await writes[1]?.end();
    await expect(Promise.all(added)).resolves.toEqual([[1], [4, 9], [16]]);
    const later = grouping.add([5]);
    await writes[2]?.end();
    await expect(later).resolves.toEqual([25]);
  });

  it('resolves only when the own group is written', async () => {
    const { writes, grouping } = heldWrites();
    let resolved = false;
    const first = grouping.add([1]);
    const second = grouping.add([2]).then(() => (resolved = true));
    await writes[0]?.end();
    await first;
    expect(resolved).toBe(false);
    await writes[1]?.end();
    await second;
  });

  it('writes nothing for nothing', async () => {
    const { writes, grouping } = heldWrites();
    await expect(grouping.add([])).resolves.toEqual([]);
    expect(writes).toEqual([]);
  });

  it('tells those whose group failed, and goes on with the next', async () => {
    const { writes, grouping } = heldWrites();
    const failed = [grouping.add([1])];
    failed.push(grouping.add([2]), grouping.add([3]));
    const settled = Promise.allSettled(failed);
    await writes[0]?.end(new Error('gone'));
    await writes[1]?.end(new Error('still gone'));
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    const passed = grouping.add([4]);
    await writes[2]?.end();
    await expect(passed).resolves.toEqual([16]);
  });

  it('keeps groups within their size, but never splits what came together', async () => {
    const { writes, grouping } = heldWrites({ maxItems: 3 });
    const all = Promise.all([[1], [2, 2], [3, 3], [4, 4, 4, 4], [5]].map((items) => grouping.add(items)));
    for (let index = 0; index < 5; index++) await writes[index]?.end();
    await all;
    expect(itemsOf(writes)).toEqual([[1], [2, 2], [3, 3], [4, 4, 4, 4], [5]]);
  });

  it('fills groups up to their size', async () => {
    const { writes, grouping } = heldWrites({ maxItems: 3 });
    const all = Promise.all([[1], [2], [3, 3], [4]].map((items) => grouping.add(items)));
    for (let index = 0; index < 3; index++) await writes[index]?.end();
    await all;
    expect(itemsOf(writes)).toEqual([[1], [2, 3, 3], [4]]);
  });

  it('finds the one that failed its group, when it may have been one', async () => {
    const { writes, grouping } = heldWrites({
      mayBeOneItem: (error) => error instanceof Error && error.message === 'bad item',
    });
    const settled = Promise.allSettled([[1], [2], [3], [4]].map((items) => grouping.add(items)));
    await writes[0]?.end();
    await writes[1]?.end(new Error('bad item'));
    await writes[2]?.end();
    await writes[3]?.end(new Error('bad item'));
    await writes[4]?.end();
    expect(itemsOf(writes)).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });
});
