import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { Contributions } from '../kernel';
import { MetricsSource } from './health-indicator';
import { MetricsService } from './metrics.service';

describe('MetricsService', () => {
  let telemetry: TelemetryProbe;
  let contributions: Contributions;
  let service: MetricsService;

  beforeEach(() => {
    telemetry = new TelemetryProbe();
    contributions = new Contributions();
    service = new MetricsService(telemetry.metrics, contributions, telemetry.logger);
  });

  it('shows what was counted, and what sources read at the moment', async () => {
    telemetry.metrics.turns.inc({ outcome: 'committed' }, 3);
    contributions.provide(MetricsSource, {
      collect: async () => Promise.resolve(telemetry.metrics.queueDepth.set({ queue: 'lanes', state: 'waiting' }, 7)),
    });
    const { contentType, body } = await service.scrape();
    expect(contentType).toMatch(/^text\/plain/);
    expect(body).toContain('parley_turns_total{outcome="committed"} 3');
    expect(body).toContain('parley_queue_depth{queue="lanes",state="waiting"} 7');
    expect(body).toMatch(/^# HELP parley_turns_total .+$/m);
  });

  it('never fails for a source that cannot be read: its last numbers stay', async () => {
    telemetry.metrics.oldestPendingSeconds.set(4);
    const failure = new Error('away');
    contributions.provide(MetricsSource, { collect: () => Promise.reject(failure) });
    const { body } = await service.scrape();
    expect(body).toContain('parley_oldest_pending_event_seconds 4');
    expect(telemetry.lines).toMatchObject([{ level: 'warn', fields: { err: failure } }]);
  });

  it('measures a stage from its beginning to its end', async () => {
    telemetry.metrics.stage('turn')();
    const { body } = await service.scrape();
    expect(body).toContain('parley_stage_seconds_count{stage="turn"} 1');
    expect(body).toContain('parley_stage_seconds_bucket{le="15",stage="turn"} 1');
  });
});
