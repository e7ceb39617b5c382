import { ManualClock } from '../../../test/support/manual-clock';
import { SilentChangeFeed } from '../../../test/support/memory-redis';
import { Deferred, standIn } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import type { AccessRevisionsRepository } from '../repositories/access-revisions.repository';
import { AccessCache } from './access-cache';

function set() {
  const clock = new ManualClock();
  const revisions = new Map<string, string>();
  const telemetry = new TelemetryProbe();
  const database = { away: false, value: 'first' as string | null, reads: 0 };
  const repository = standIn<AccessRevisionsRepository>({
    of: async () => {
      if (database.away) throw new Error('store away');
      return new Map(revisions);
    },
  });
  const cache = new AccessCache(repository, new SilentChangeFeed(), clock, telemetry.logger);
  const get = () =>
    cache.get('user:mia', async () => {
      database.reads += 1;
      return database.value;
    });
  return { cache, clock, revisions, database, telemetry, get };
}

describe('AccessCache', () => {
  it('reads once while polls confirm', async () => {
    const { cache, clock, database, get } = set();
    for (let round = 0; round < 20; round += 1) {
      expect(await get()).toBe('first');
      clock.advance(400);
      await cache.poll();
    }
    expect(database.reads).toBe(1);
  });

  it('reads again after a change of revision, without a hint', async () => {
    const { cache, database, revisions, get } = set();
    await get();
    database.value = 'second';
    expect(await get()).toBe('first');
    revisions.set('user:mia', 'r1');
    await cache.poll();
    expect(await get()).toBe('second');
  });

  it('trusts nothing that no poll has confirmed for 900 ms', async () => {
    const { cache, clock, database, telemetry, get } = set();
    await get();
    database.away = true;
    clock.advance(900);
    await cache.poll();
    expect(await get()).toBe('first');
    clock.advance(1);
    await expect(get()).rejects.toThrow('store away');
    expect(telemetry.messages).toEqual(['access revisions not read']);
  });

  it('keeps nothing that is not there, so that somebody new is let in at once', async () => {
    const { database, get } = set();
    database.value = null;
    expect(await get()).toBeNull();
    database.value = 'new';
    expect(await get()).toBe('new');
  });

  it('does not keep what was read while a hint came', async () => {
    const { cache, clock, database, get } = set();
    const slow = new Deferred<string>();
    const reading = cache.get('user:mia', () => slow.promise);
    await Promise.resolve();
    cache.drop('user:mia');
    slow.resolve('old');
    expect(await reading).toBe('old');
    database.value = 'second';
    clock.advance(1);
    expect(await get()).toBe('second');
  });

  it('forgets who does not come any more', async () => {
    const { cache, clock, database, get } = set();
    await get();
    for (let second = 0; second < 61; second += 1) {
      clock.advance(1_000);
      await cache.poll();
    }
    await get();
    expect(database.reads).toBe(2);
  });
});
