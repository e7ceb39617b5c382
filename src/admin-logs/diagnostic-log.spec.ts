import { ManualClock } from '../../test/support/manual-clock';
import { Deferred, standIn } from '../../test/support/stand-in';
import { TelemetryProbe } from '../../test/support/telemetry-probe';
import { Contributions } from '../shared/kernel';
import type { DiagnosticEvent } from '../shared/observability';
import { DiagnosticLogService } from './diagnostic-log.service';
import { changedSettings, DEFAULT_LOG_SETTINGS, type LogSettings } from './domain/log-settings';
import type { LogEvent } from './domain/log-event';
import type { LogSettingsService } from './log-settings.service';
import type { LogEventsRepository } from './repositories/log-events.repository';

const EVENT: DiagnosticEvent = { category: 'automation', level: 'info', message: 'session.started', workspaceId: 'w1' };

describe('the diagnostic log', () => {
  let settings: LogSettings;
  let written: LogEvent[][];
  let gate: Deferred | null;
  let failure: Error | null;
  let telemetry: TelemetryProbe;
  let clock: ManualClock;
  let log: DiagnosticLogService;

  beforeEach(() => {
    [settings, written, gate, failure] = [DEFAULT_LOG_SETTINGS, [], null, null];
    [telemetry, clock] = [new TelemetryProbe(), new ManualClock()];
    const now = {
      get current() {
        return settings;
      },
    } as LogSettingsService;
    const events = standIn<LogEventsRepository>({
      insert: async (batch) => {
        await gate?.promise;
        if (failure !== null) throw failure;
        written.push([...batch]);
      },
    });
    log = new DiagnosticLogService(new Contributions(), now, events, clock, telemetry);
  });

  const kept = () => written.flat();

  it('keeps what is on, many in one write, each for as long as is set', async () => {
    settings = changedSettings(settings, { retentionHours: 2 });
    for (let i = 0; i < 20; i++) log.log({ ...EVENT, details: { i } });
    await log.flush();
    expect(written).toHaveLength(1);
    expect(kept()).toHaveLength(20);
    expect(kept()[0]).toMatchObject({
      ...EVENT,
      at: clock.now(),
      expiresAt: new Date(clock.now().getTime() + 7_200_000),
    });
  });

  it('keeps nothing of a category that is off, from the moment on that it is', async () => {
    settings = changedSettings(settings, { categories: { automation: false } });
    expect([log.isOn('automation'), log.isOn('jobs')]).toEqual([false, true]);
    log.log(EVENT);
    log.log({ ...EVENT, category: 'jobs' });
    await log.flush();
    expect(kept().map(({ category }) => category)).toEqual(['jobs']);
  });

  it('keeps texts only while the toggle for content is on', async () => {
    log.log({ ...EVENT, content: 'I live in Elm Street' });
    settings = changedSettings(settings, { content: true });
    log.log({ ...EVENT, content: 'x'.repeat(10_000) });
    await log.flush();
    expect(kept()[0]).not.toHaveProperty('content');
    expect(kept()[1]?.content).toHaveLength(4_000);
  });

  it.each<[string, string]>([
    ['a sentence', 'Mia said: my address is 5 Elm Street'],
    ['an access token', `IGAA${'x'.repeat(120)}`],
    ['a signed token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmU'],
    ['an e-mail address', 'mia@example.org'],
  ])('removes %s that slipped into a field', async (_, text) => {
    log.log({ ...EVENT, message: text, details: { value: text, id: 'abc-1', count: 3 } });
    await log.flush();
    expect(kept()).toMatchObject([{ message: '[removed]', details: { value: '[removed]', id: 'abc-1', count: 3 } }]);
    expect(JSON.stringify(kept())).not.toContain(text);
  });

  it('drops under pressure instead of growing or waiting, and counts it', async () => {
    gate = new Deferred();
    log.log(EVENT);
    const flushed = log.flush();
    for (let i = 0; i < 6_000; i++) log.log(EVENT);
    expect(await telemetry.value('parley_diagnostics_dropped_total', { reason: 'full' })).toBe(1_000);
    gate.resolve();
    await flushed;
    expect(kept()).toHaveLength(5_001);
    expect(Math.max(...written.map(({ length }) => length))).toBe(500);
  });

  it('never fails its caller: what the store refuses is dropped and counted', async () => {
    failure = new Error('away');
    log.log(EVENT);
    await expect(log.flush()).resolves.toBeUndefined();
    expect(await telemetry.value('parley_diagnostics_dropped_total', { reason: 'failed' })).toBe(1);
    failure = null;
    log.log(EVENT);
    await log.flush();
    expect(kept()).toHaveLength(1);
  });

  it('writes what is left when the process ends', async () => {
    log.log(EVENT);
    await log.beforeApplicationShutdown();
    expect(kept()).toHaveLength(1);
  });
});
