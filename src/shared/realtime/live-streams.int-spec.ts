import fc from 'fast-check';
import Redis from 'ioredis';
import {
  contextOf,
  happened,
  LiveDesk,
  Listener,
  newDirectory,
  steps,
  WORKSPACE,
} from '../../../test/support/live-desk';
import { until } from '../../../test/support/parley';
import { flushPrefix } from '../../../test/support/redis-keys';
import { TcpProxy } from '../../../test/support/tcp-proxy';
import { newTestName } from '../../../test/support/test-name';
import type { WorkspaceId } from '../kernel';
import { HEARTBEAT_MS, MAX_CLIENTS_OF_USER } from './live-streams.service';

const url = process.env['REDIS_URL'] ?? '';

describe('live streams of two processes, on Redis', () => {
  const desks: LiveDesk[] = [];
  let prefix: string;
  let directory: ReturnType<typeof newDirectory>;
  let one: LiveDesk;
  let other: LiveDesk;

  const newDesk = (redisUrl = url) => {
    const desk = new LiveDesk(directory, { url: redisUrl, prefix });
    desks.push(desk);
    return desk;
  };

  beforeEach(() => {
    prefix = newTestName();
    directory = newDirectory({ ann: 'owner', bob: 'viewer' });
    [one, other] = [newDesk(), newDesk()];
  });
  afterEach(() => {
    for (const desk of desks.splice(0)) desk.stop();
  });

  const beat = async (desk: LiveDesk) => {
    desk.clock.advance(HEARTBEAT_MS);
    await desk.streams.look();
  };

  it('tell what happens, once and in order, wherever it happened and whoever listens', async () => {
    const listeners = await Promise.all([one.listen('ann'), other.listen('ann'), other.listen('bob')]);
    await one.feed.take([happened('a'), happened('b')]);
    await other.feed.take([happened('b'), happened('c')]);
    await one.feed.take([happened('a')]);
    await one.feed.take([happened('d')]);
    for (const listener of listeners) {
      await listener.hears(4);
      expect(listener.told).toEqual(['a', 'b', 'c', 'd']);
    }
    expect(listeners[0]?.events.map(({ name }) => name).slice(0, 2)).toEqual(['ready', 'message.received']);
    expect(JSON.parse(listeners[0]?.events[1]?.body ?? '')).toEqual({
      id: 'a',
      type: 'message.received',
      at: '2026-06-01T12:00:00.000Z',
      workspaceId: WORKSPACE,
      subjectId: 'm1',
      conversationId: 'lane1',
      data: { text: 'line\nbreak' },
    });
  });

  it('go on where they broke off, on any process', async () => {
    await one.feed.take([happened('before')]);
    const first = await one.listen('ann');
    await other.feed.take([happened('a')]);
    await first.hears(1);
    one.streams.leave(first);
    await one.feed.take([happened('b'), happened('c')]);
    const second = await other.listen('ann', { lastEventId: first.lastId ?? '' });
    await one.feed.take([happened('d')]);
    await second.hears(3);
    expect([first.told, second.told]).toEqual([['a'], ['b', 'c', 'd']]);
    // Whoever heard nothing yet has a place, too.
    const idle = await other.listen('ann');
    other.streams.leave(idle);
    await one.feed.take([happened('e')]);
    const back = await one.listen('ann', { lastEventId: idle.lastId ?? '' });
    expect(back.told).toEqual(['e']);
  });

  it('lose and double nothing, whatever happens in between', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const sides = [one, other] as const;
        const told: string[] = [];
        const heard: string[] = [];
        let at: LiveDesk = one;
        let listener = await at.listen('ann');
        const start = told.length;
        for (const step of plan) {
          const side = sides[step.on] ?? one;
          if (step.kind === 'tell') {
            const events = Array.from({ length: step.count }, () => happened());
            told.push(...events.map(({ id }) => id));
            await side.feed.take(events);
          } else if (step.kind === 'repeat') {
            const last = told.at(-1);
            if (last !== undefined) await side.feed.take([happened(last)]);
          } else {
            if (step.late) await until(() => heard.length + listener.told.length === told.length, 5_000, 'all of it');
            at.streams.leave(listener);
            heard.push(...listener.told);
            at = side;
            listener = await at.listen('ann', listener.lastId === undefined ? {} : { lastEventId: listener.lastId });
          }
        }
        await until(() => heard.length + listener.told.length >= told.length, 5_000, 'all of it');
        at.streams.leave(listener);
        expect([...heard, ...listener.told]).toEqual(told.slice(start));
      }),
      { numRuns: 40 },
    );
  });

  it.each([['never given'], ['x'.repeat(30)], ['epochepoch.12']])(
    'tell who comes with the id %s to look anew',
    async (id) => {
      await one.feed.take([happened('before')]);
      const listener = await one.listen('ann', { lastEventId: id });
      await one.feed.take([happened('a')]);
      await listener.hears(2);
      expect(listener.told).toEqual(['resync', 'a']);
    },
  );

  it('tell whoever was away for too long to look anew', async () => {
    const first = await one.listen('ann');
    one.streams.leave(first);
    for (let round = 0; round < 5; round += 1) await one.feed.take(Array.from({ length: 500 }, () => happened()));
    const second = await one.listen('ann', { lastEventId: first.lastId ?? '' });
    expect(second.told[0]).toBe('resync');
    expect(second.told.length).toBeLessThanOrEqual(2_200);
    expect(new Set(second.told).size).toBe(second.told.length);
  });

  it('notice that Redis was emptied, at the next event or the next beat', async () => {
    const redis = new Redis(url);
    await one.feed.take([happened('before')]);
    const listener = await one.listen('ann');
    await flushPrefix(redis, prefix);
    await one.feed.take([happened('a')]);
    await listener.hears(2);
    expect(listener.told).toEqual(['resync', 'a']);
    await flushPrefix(redis, prefix);
    await beat(one);
    expect(listener.told).toEqual(['resync', 'a', 'resync']);
    redis.disconnect();
  });

  it('hold up nobody while Redis is away; what is too much to wait for is missing, and said to be', async () => {
    const { hostname, port } = new URL(url);
    const proxy = await TcpProxy.to({ host: hostname, port: Number(port) });
    const away = newDesk(`redis://${proxy.address}`);
    const [near, far] = await Promise.all([one.listen('ann'), away.listen('bob')]);
    await away.feed.take([happened('a')]);
    await Promise.all([near.hears(1), far.hears(1)]);
    proxy.cut();
    const startedAt = performance.now();
    await away.feed.take([happened('late')]);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await expect(away.streams.admit(contextOf('bob'))).rejects.toMatchObject({ code: 'STREAM.UNAVAILABLE' });
    await beat(away);
    expect([far.beats, far.isOpen]).toEqual([1, true]);
    await away.feed.take(Array.from({ length: 5_000 }, () => happened()));
    proxy.mend();
    const isSaid = () => near.told.includes('resync') && far.told.includes('resync');
    await until(isSaid, 10_000, 'the word that something is missing');
    await one.feed.take([happened('b')]);
    await until(() => near.told.at(-1) === 'b' && far.told.at(-1) === 'b', 5_000, 'what comes then');
    expect(near.told).toEqual(['a', 'late', 'resync', 'b']);
    away.stop();
    await proxy.close();
  });

  it('tell members what they may hear, of their workspace, and of what they asked for', async () => {
    const [all, few, guest] = await Promise.all([
      one.listen('ann'),
      one.listen('ann', { types: new Set(['task.reminder' as const]) }),
      one.listen('bob'),
    ]);
    await one.feed.take([
      happened('elsewhere', { workspaceId: 'w2' as WorkspaceId }),
      happened('for-ann', { type: 'task.reminder', userId: 'ann' }),
      happened('for-bob', { type: 'task.reminder', userId: 'bob' }),
      happened('for-all'),
    ]);
    await Promise.all([all.hears(2), guest.hears(2)]);
    expect([all.told, few.told, guest.told]).toEqual([['for-ann', 'for-all'], ['for-ann'], ['for-bob', 'for-all']]);
  });

  it('keep the place of who hears nothing', async () => {
    const quiet = await one.listen('ann', { types: new Set(['task.reminder' as const]) });
    const loud = await one.listen('ann');
    await one.feed.take([happened('a')]);
    await loud.hears(1);
    await beat(one);
    expect(quiet.lastId).toBe(loud.lastId);
  });

  it('end for who is removed, gets another role, signs out, or whose workspace is suspended', async () => {
    const leave: Record<string, () => void> = {
      removed: () => directory.roles.delete(`removed/${WORKSPACE}`),
      promoted: () => directory.roles.set(`promoted/${WORKSPACE}`, 'admin'),
      out: () => directory.endedSessions.add('session-of-out'),
      disabled: () => directory.add('disabled', {}, { disabled: true }),
    };
    for (const user of Object.keys(leave)) directory.add(user, { [WORKSPACE]: 'viewer' });
    const stays = await one.listen('ann');
    for (const [user, change] of Object.entries(leave)) {
      const listener = await one.listen(user);
      await one.streams.look();
      expect(listener.isOpen).toBe(true);
      change();
      await one.streams.look();
      expect([user, listener.isOpen]).toEqual([user, false]);
    }
    expect([stays.isOpen, one.streams.size]).toEqual([true, 1]);
    directory.workspaces.set(WORKSPACE, { suspended: true });
    await one.streams.look();
    expect(stays.isOpen).toBe(false);
  });

  it('are for members who signed in, and not for any number of them', async () => {
    directory.add('stranger');
    await expect(one.streams.admit(contextOf('stranger'))).rejects.toMatchObject({ code: 'ACCESS.FORBIDDEN' });
    const machine = { ...contextOf('ann'), actor: { kind: 'api-key' as const, apiKeyId: 'k' } };
    await expect(one.streams.admit(machine)).rejects.toMatchObject({ code: 'ACCESS.FORBIDDEN' });
    for (let count = 0; count < MAX_CLIENTS_OF_USER; count += 1) await one.listen('ann');
    await expect(one.streams.admit(contextOf('ann'))).rejects.toMatchObject({ code: 'STREAM.TOO_MANY' });
  });

  it('drop a client that does not read, and nobody else', async () => {
    const [slow, quick] = await Promise.all([one.listen('ann'), one.listen('bob')]);
    slow.isSlow = true;
    await one.feed.take([happened('a')]);
    await quick.hears(1);
    await one.feed.take([happened('b')]);
    await quick.hears(2);
    expect([slow.wasCutOff, slow.told]).toEqual([true, ['a']]);
    expect(await one.telemetry.value('parley_live_clients')).toBe(2);
    await one.streams.look();
    expect(one.streams.size).toBe(1);
    const counted = ['parley_live_clients', 'parley_live_drops_total', 'parley_live_resyncs_total'];
    expect(await Promise.all(counted.map((name) => one.telemetry.value(name)))).toEqual([1, 1, 0]);
    await one.listen('bob', { lastEventId: 'another-epoch.1' });
    expect(await one.telemetry.value('parley_live_resyncs_total')).toBe(1);
  });

  it('begin no more once the process is about to end, also for who was let in just before', async () => {
    const admission = await one.streams.admit(contextOf('ann'));
    one.streams.beforeApplicationShutdown();
    const late = new Listener();
    await one.streams.join(admission, late, { types: null });
    expect([late.isOpen, one.streams.size]).toEqual([false, 0]);
    await expect(one.streams.admit(contextOf('ann'))).rejects.toMatchObject({ code: 'STREAM.FULL' });
  });

  it('are kept while nobody can say who may read on', async () => {
    const listener = await one.listen('ann');
    const asked = jest.spyOn(directory, 'findUser').mockRejectedValue(new Error('away'));
    await beat(one);
    expect([listener.beats, listener.isOpen]).toEqual([1, true]);
    asked.mockRestore();
    directory.roles.delete(`ann/${WORKSPACE}`);
    await one.streams.look();
    expect(listener.isOpen).toBe(false);
  });

  it('reach a thousand clients of one process by one connection', async () => {
    for (let user = 0; user < 50; user += 1) directory.add(`u${user}`, { [WORKSPACE]: 'agent' });
    const crowd = await Promise.all(Array.from({ length: 1_000 }, (_, index) => one.listen(`u${index % 50}`)));
    const redis = new Redis(url);
    const waiting = async () =>
      ((await redis.client('LIST')) as string).split('\n').filter((line) => line.includes('cmd=xread'));
    const before = (await waiting()).length;
    await other.feed.take(Array.from({ length: 100 }, (_, index) => happened(`e${index}`)));
    await until(() => crowd.every(({ told }) => told.length === 100), 10_000, 'all to hear all');
    expect(before).toBeLessThanOrEqual(2);
    one.streams.beforeApplicationShutdown();
    expect(crowd.every(({ isOpen }) => !isOpen)).toBe(true);
    redis.disconnect();
  });

  it('forget what was told, when that is erased', async () => {
    const listener = await one.listen('ann');
    await one.feed.take([happened('a')]);
    await listener.hears(1);
    await other.feed.forget(WORKSPACE);
    await listener.hears(2);
    expect(listener.told).toEqual(['a', 'resync']);
    const late = new Listener();
    await one.listen('ann', { lastEventId: listener.events[0]?.id ?? '' }, late);
    expect(late.told).toEqual(['resync']);
  });
});
