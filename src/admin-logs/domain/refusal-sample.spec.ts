import { RefusalSampler } from './refusal-sample';

const MINUTE = 60_000;

describe('RefusalSampler', () => {
  let sampler: RefusalSampler;
  beforeEach(() => {
    sampler = new RefusalSampler();
  });

  it('takes the first of a kind, then one a minute, which tells how many were skipped', () => {
    expect(sampler.take('a', 0)).toEqual({ skipped: 0 });
    expect([1, 2, 3].map((now) => sampler.take('a', now))).toEqual([null, null, null]);
    expect(sampler.take('a', MINUTE)).toEqual({ skipped: 3 });
    expect(sampler.take('a', MINUTE + 1)).toBeNull();
  });

  it('takes other kinds meanwhile', () => {
    sampler.take('a', 0);
    expect(sampler.take('b', 1)).toEqual({ skipped: 0 });
  });

  it('is not filled by whoever invents kinds: a fixed number of entries a minute', () => {
    const flood = (now: number) =>
      Array.from({ length: 5_000 }, (_, i) => sampler.take(`flood-${i}`, now)).filter((taken) => taken !== null).length;
    const taken = flood(0);
    expect(taken).toBeLessThan(1_000);
    expect(sampler.take('somebody else', 1)).toBeNull();
    expect(flood(MINUTE)).toBe(taken);
    expect(sampler.take('somebody else', 3 * MINUTE)).toEqual({ skipped: 0 });
  });
});
