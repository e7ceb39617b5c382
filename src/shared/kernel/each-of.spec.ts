import { Deferred, turnOfTheLoop } from '../../../test/support/stand-in';
import { eachOf } from './each-of';

describe('eachOf', () => {
  it('takes one after the other, unless told otherwise', async () => {
    const begun: number[] = [];
    const gates = [new Deferred(), new Deferred()];
    const all = eachOf([0, 1], async (item) => {
      begun.push(item);
      await gates[item]?.promise;
    });
    await turnOfTheLoop();
    expect(begun).toEqual([0]);
    for (const gate of gates) gate.resolve();
    await all;
    expect(begun).toEqual([0, 1]);
  });

  it('works at no more than so many at once', async () => {
    const gate = new Deferred();
    const begun: number[] = [];
    const all = eachOf(
      [1, 2, 3, 4, 5],
      async (item) => {
        begun.push(item);
        await gate.promise;
      },
      { width: 2 },
    );
    await turnOfTheLoop();
    expect(begun).toEqual([1, 2]);
    gate.resolve();
    await all;
    expect(begun).toEqual([1, 2, 3, 4, 5]);
  });

  const unlessOdd = (done: number[]) => async (item: number) => {
    if (item % 2 === 1) throw new Error(`no ${item}`);
    done.push(item);
  };

  it.each([1, 3])('goes on after one that failed, and tells of it in the end (%d at a time)', async (width) => {
    const done: number[] = [];
    await expect(eachOf([2, 3, 4, 6], unlessOdd(done), { width })).rejects.toThrow('no 3');
    expect(done).toEqual([2, 4, 6]);
  });

  it('tells of all that failed', async () => {
    const done: number[] = [];
    const failed: unknown = await eachOf([1, 2, 3, 4], unlessOdd(done)).catch((error: unknown) => error);
    expect(done).toEqual([2, 4]);
    expect(failed).toBeInstanceOf(AggregateError);
    expect(failed).toMatchObject({
      message: '2 of them failed.',
      errors: [{ message: 'no 1' }, { message: 'no 3' }],
      cause: { message: 'no 1' },
    });
  });

  it('reads on only as it goes, and ends where nothing more can be read', async () => {
    const done: number[] = [];
    async function* pages() {
      yield* [2, 3, 4];
      throw new Error('away');
    }
    await expect(eachOf(pages(), unlessOdd(done))).rejects.toThrow('away');
    expect(done).toEqual([2, 4]);
  });

  it('has nothing to do with nothing', async () => {
    await expect(eachOf([], () => Promise.reject(new Error('no')))).resolves.toBeUndefined();
  });
});
