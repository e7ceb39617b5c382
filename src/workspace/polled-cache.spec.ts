import { ManualClock } from '../../test/support/manual-clock';
import { Deferred, turnOfTheLoop } from '../../test/support/stand-in';
import { PolledCache } from './polled-cache';

function set() {
  const rows = new Map<string, { revision: string; value: string }>();
  const counts = { loads: 0, polls: 0 };
  let failing = false;
  let gate: Promise<void> = Promise.resolve();
  const clock = new ManualClock();
  const cache = new PolledCache<string, string>(
    {
      revisionsOf: async (keys) => {
        counts.polls += 1;
        if (failing) throw new Error('away');
        return new Map(keys.flatMap((key) => [[key, rows.get(key)?.revision ?? '']]));
      },
      load: async (key) => {
        counts.loads += 1;
        const value = rows.get(key)?.value ?? 'none';
        await gate;
        return value;
      },
    },
    clock,
  );
  const put = (key: string, value: string) => rows.set(key, { revision: `${value}-revision`, value });
  return {
    cache,
    counts,
    clock,
    put,
    fail: (on: boolean) => (failing = on),
    holdBack: (until: Promise<void>) => {
      gate = until;
    },
  };
}

describe('PolledCache', () => {
  it('reads once what is asked for often', async () => {
    const { cache, counts, put } = set();
    put('w1', 'one');
    expect(await Promise.all([cache.of('w1'), cache.of('w1')])).toEqual(['one', 'one']);
    expect(await cache.of('w1')).toBe('one');
    expect(counts.loads).toBe(1);
  });

  it('notices a change by its poll, with one query for all that is in use', async () => {
    const { cache, counts, put } = set();
    put('w1', 'one');
    await Promise.all([cache.of('w1'), cache.of('w2')]);
    put('w1', 'changed');
    counts.polls = 0;
    await cache.poll();
    expect(counts.polls).toBe(1);
    expect(await cache.of('w1')).toBe('changed');
    expect(await cache.of('w2')).toBe('none');
    expect(counts.loads).toBe(3);
  });

  it('gives out nothing that is older than a second, also when polls fail or have stopped', async () => {
    const { cache, clock, put, fail } = set();
    put('w1', 'one');
    await cache.of('w1');
    clock.advance(900);
    await cache.poll();
    put('w1', 'changed');
    fail(true);
    await expect(cache.poll()).rejects.toThrow('away');
    clock.advance(1_000);
    expect(await cache.of('w1')).toBe('one');
    clock.advance(1);
    await expect(cache.of('w1')).rejects.toThrow('away');
    fail(false);
    expect(await cache.of('w1')).toBe('changed');
  });

  it('does not keep what was read before a drop', async () => {
    const { cache, put, holdBack } = set();
    const gate = new Deferred();
    put('w1', 'old');
    holdBack(gate.promise);
    const early = cache.of('w1');
    await turnOfTheLoop();
    put('w1', 'new');
    cache.drop('w1');
    gate.resolve();
    expect(await early).toBe('old');
    expect(await cache.of('w1')).toBe('new');
  });

  it('forgets what nobody asks for', async () => {
    const { cache, clock, counts } = set();
    await cache.of('w1');
    clock.advance(10 * 60 * 1_000 + 1);
    counts.polls = 0;
    await cache.poll();
    expect(counts.polls).toBe(0);
  });
});
