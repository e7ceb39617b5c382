import { Deferred, turnOfTheLoop } from '../../../test/support/stand-in';
import { eachOf } from './each-of';

describe('eachOf', () => {
  it('works at no more than so many at once', async () => {
    const gate = new Deferred();
    const begun: number[] = [];
    const all = eachOf([1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      await gate.promise;
    });
    await turnOfTheLoop();
    expect(begun).toEqual([1, 2]);
    gate.resolve();
    await all;
    expect(begun).toEqual([1, 2, 3, 4, 5]);
  });

  it('goes on after a failure, and tells of the first one in the end', async () => {
    const done: number[] = [];
    const work = async (item: number) => {
      if (item < 3) throw new Error(`no ${item}`);
      done.push(item);
    };
    await expect(eachOf([1, 2, 3, 4], 1, work)).rejects.toThrow('no 1');
    expect(done).toEqual([3, 4]);
  });

  it('has nothing to do with nothing', async () => {
    await expect(eachOf([], 4, () => Promise.reject(new Error('no')))).resolves.toBeUndefined();
  });
});
