import { userCaller } from '../../test/support/audit';
import { ManualClock } from '../../test/support/manual-clock';
import { standIn } from '../../test/support/stand-in';
import { TelemetryProbe } from '../../test/support/telemetry-probe';
import { AccessDirectory, type DirectoryUser } from '../shared/auth';
import { Contributions, type UserId } from '../shared/kernel';
import type { LogEvent } from './domain/log-event';
import { HEARTBEAT_MS, LogTail, type LogTailReader } from './log-tail.service';
import type { LogEventFilter, LogEventsRepository } from './repositories/log-events.repository';

const ROOT: DirectoryUser = { id: 'root' as UserId, platformAdmin: true, disabled: false };

class Reader implements LogTailReader {
  readonly caller = { ...userCaller('root'), sessionId: 's1' };
  readonly heard: string[] = [];
  beats = 0;
  isClosed = false;
  isSlow = false;

  constructor(readonly filter: LogEventFilter = {}) {}

  give(events: readonly LogEvent[]): boolean {
    this.heard.push(...events.map(({ id }) => id));
    return !this.isSlow;
  }

  beat(): void {
    this.beats++;
  }

  close(): void {
    this.isClosed = true;
  }
}

describe('the live tail of the log', () => {
  let clock: ManualClock;
  let stored: LogEvent[];
  let queries: number;
  let failure: Error | null;
  let user: DirectoryUser | null;
  let hasSession: boolean;
  let tail: LogTail;
  let telemetry: TelemetryProbe;

  beforeEach(() => {
    jest.useFakeTimers();
    [clock, stored, queries, failure, telemetry] = [new ManualClock(), [], 0, null, new TelemetryProbe()];
    [user, hasSession] = [ROOT, true];
    const contributions = new Contributions();
    contributions.provide(
      AccessDirectory,
      standIn<AccessDirectory>({
        findUser: async () => user,
        findSession: async (id) => (hasSession ? { id, userId: 'root' as UserId, secondFactor: false } : null),
      }),
    );
    const events = standIn<LogEventsRepository>({
      since: async (from) => {
        queries++;
        if (failure !== null) throw failure;
        return stored.filter(({ at }) => at >= from);
      },
    });
    tail = new LogTail(events, contributions, clock, telemetry.logger);
  });

  afterEach(() => {
    tail.beforeApplicationShutdown();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  const second = async () => {
    clock.advance(1_000);
    await jest.advanceTimersByTimeAsync(1_000);
  };
  const happens = (id: string, more: Partial<LogEvent> = {}) => {
    stored.push({ id, at: clock.now(), category: 'jobs', level: 'info', message: 'x', ...more } as LogEvent);
  };
  const joined = (filter?: LogEventFilter) => {
    const reader = new Reader(filter);
    tail.join(reader);
    return reader;
  };

  it('gives each reader what happens from now on and fits, once, with one query for all', async () => {
    happens('old', { at: new Date(clock.now().getTime() - 1) });
    const [all, errors] = [joined(), joined({ level: 'error', workspaceId: 'w1' })];
    happens('a');
    happens('b', { level: 'error', workspaceId: 'w1' });
    happens('c', { level: 'error', workspaceId: 'w2' });
    await second();
    await second();
    expect(all.heard).toEqual(['a', 'b', 'c']);
    expect(errors.heard).toEqual(['b']);
    expect(queries).toBe(2);
  });

  it('asks nothing while nobody reads', async () => {
    const reader = joined();
    await second();
    tail.leave(reader);
    await second();
    expect(queries).toBe(1);
  });

  it.each<[string, () => unknown]>([
    ['was signed out', () => (hasSession = false)],
    ['was disabled', () => (user = { ...ROOT, disabled: true })],
    ['is no platform admin any more', () => (user = { ...ROOT, platformAdmin: false })],
    ['is gone', () => (user = null)],
  ])('cuts off within a second who %s, before they read on', async (_, happen) => {
    const reader = joined();
    happen();
    happens('a');
    await second();
    expect(reader).toMatchObject({ isClosed: true, heard: [] });
  });

  it('cuts off who reads too slowly, and nobody else', async () => {
    const [slow, other] = [joined(), joined()];
    slow.isSlow = true;
    happens('a');
    await second();
    happens('b');
    await second();
    expect([slow.isClosed, other.isClosed]).toEqual([true, false]);
    expect([slow.heard, other.heard]).toEqual([['a'], ['a', 'b']]);
  });

  it('keeps the connections with a sign of life', async () => {
    const reader = joined();
    for (let i = 0; i < (2 * HEARTBEAT_MS) / 1_000; i++) await second();
    expect(reader.beats).toBe(2);
  });

  it('takes so many readers and no more', () => {
    for (let i = 0; i < 20; i++) joined();
    expect(() => joined()).toThrow(expect.objectContaining({ code: 'LOG_TAIL.FULL' }) as Error);
  });

  it('goes on after the store was away', async () => {
    const reader = joined();
    failure = new Error('away');
    happens('a');
    await second();
    failure = null;
    await second();
    expect(reader.heard).toEqual(['a']);
    expect(telemetry.messages).toEqual(['log tail not read']);
  });

  it('closes all when the process ends', () => {
    const readers = [joined(), joined()];
    tail.beforeApplicationShutdown();
    expect(readers.map(({ isClosed }) => isClosed)).toEqual([true, true]);
  });
});
