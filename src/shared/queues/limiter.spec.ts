import { Limiter } from './limiter';

function heldWork(limiter: Limiter) {
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const run = (id: number) =>
    limiter.run(async () => {
      started.push(id);
      await new Promise<void>((resolve) => (ends[id] = resolve));
    });
  return { started, ends, run };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Limiter', () => {
  it('starts no more than the limit, the others in order as places become free', async () => {
    const { started, ends, run } = heldWork(new Limiter(2));
    const runs = [0, 1, 2, 3].map(run);
    await turn();
    expect(started).toEqual([0, 1]);
    ends[1]?.();
    await turn();
    expect(started).toEqual([0, 1, 2]);
    ends[0]?.();
    ends[2]?.();
    await turn();
    expect(started).toEqual([0, 1, 2, 3]);
    ends[3]?.();
    await Promise.all(runs);
  });

  it('frees the place of work that fails', async () => {
    const limiter = new Limiter(1);
    await expect(limiter.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    await expect(limiter.run(() => Promise.resolve('next'))).resolves.toBe('next');
  });
});
