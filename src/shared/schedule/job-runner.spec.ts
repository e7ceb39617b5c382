import { SchedulerRegistry } from '@nestjs/schedule';
import { Deferred } from '../../../test/support/stand-in';
import { ManualClock } from '../../../test/support/manual-clock';
import { RecordingDiagnostics } from '../../../test/support/diagnostics';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { Contributions, DomainError } from '../kernel';
import { ClusterJobs, JOB_LEASE_MS, JOB_POLL_MS } from './cluster-jobs';
import { JobExecutor } from './job-executor';
import { JobReports } from './job-reports';
import { JobRunner } from './job-runner';
import type { JobReport, JobTurn, ScheduledJobsRepository } from './repositories/scheduled-jobs.repository';
import { ScheduledJob } from './scheduled-job';

class SlowJob extends ScheduledJob {
  readonly everyMs = 100;
  readonly runs: Deferred[] = [];

  constructor(
    readonly name: string,
    readonly scope: 'process' | 'cluster' = 'process',
  ) {
    super();
  }

  run(): Promise<void> {
    const run = new Deferred();
    this.runs.push(run);
    return run.promise;
  }
}

/** As the database answers, for as long as the test says. */
class StoreOfJobs {
  dueNow: string[] = [];
  isAway = false;
  isTaken = false;
  keeps = true;
  readonly calls: [string, ...unknown[]][] = [];

  async register(names: readonly string[]): Promise<void> {
    if (this.isAway) throw new Error('away');
    this.calls.push(['register', names]);
  }

  async due(cluster: readonly string[], process: readonly string[]): Promise<string[]> {
    if (this.isAway) throw new Error('away');
    return this.dueNow.filter((name) => [...cluster, ...process].includes(name));
  }

  async take({ name }: JobTurn): Promise<boolean> {
    this.dueNow = this.dueNow.filter((due) => due !== name);
    return !this.isTaken;
  }

  async keep({ name }: JobTurn): Promise<boolean> {
    this.calls.push(['keep', name]);
    return this.keeps;
  }

  async finish({ name }: JobTurn, report: JobReport, retryMs?: number): Promise<void> {
    this.calls.push(['finish', name, report, retryMs]);
  }

  async note(name: string, report: JobReport): Promise<void> {
    if (this.isAway) throw new Error('away');
    this.calls.push(['note', name, report.outcome]);
  }

  of(kind: string): unknown[][] {
    return this.calls.filter(([name]) => name === kind).map(([, ...rest]) => rest);
  }
}

describe('JobRunner', () => {
  let telemetry: TelemetryProbe;
  let diagnostics: RecordingDiagnostics;
  let clock: ManualClock;
  let store: StoreOfJobs;
  let runner: JobRunner;
  let first: SlowJob;
  let second: SlowJob;
  let shared: SlowJob;

  beforeEach(() => {
    jest.useFakeTimers();
    [telemetry, diagnostics, clock, store] = [
      new TelemetryProbe(),
      new RecordingDiagnostics(),
      new ManualClock(),
      new StoreOfJobs(),
    ];
    const contributions = new Contributions();
    const rows = store as unknown as ScheduledJobsRepository;
    const executor = new JobExecutor(clock, telemetry, diagnostics);
    runner = new JobRunner(
      contributions,
      new SchedulerRegistry(),
      new ClusterJobs(rows, executor, telemetry.logger),
      executor,
      new JobReports(rows, clock, telemetry.logger),
    );
    [first, second, shared] = [new SlowJob('first'), new SlowJob('second'), new SlowJob('shared', 'cluster')];
    for (const job of [first, second, shared]) contributions.provide(ScheduledJob, job);
    runner.start();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const pass = async (ms: number) => {
    clock.advance(ms);
    await jest.advanceTimersByTimeAsync(ms);
  };
  const end = async (job: SlowJob, error?: Error) => {
    const run = job.runs.at(-1);
    if (error === undefined) run?.resolve();
    else run?.reject(error);
    await pass(0);
  };

  describe('jobs of each process', () => {
    it('run at their interval', async () => {
      await pass(99);
      expect(first.runs).toHaveLength(0);
      await pass(1);
      expect([first.runs.length, second.runs.length, shared.runs.length]).toEqual([1, 1, 0]);
    });

    it('never run twice at a time, and none waits for another', async () => {
      await pass(100);
      await end(second);
      await pass(500);
      expect(first.runs).toHaveLength(1);
      expect(second.runs).toHaveLength(2);
      await end(first);
      await pass(100);
      expect(first.runs).toHaveLength(2);
    });

    it('name the first of several failures', async () => {
      await pass(100);
      await end(first, new AggregateError([new DomainError('STORE.AWAY', 'unavailable', 'away'), new Error('no')]));
      expect(diagnostics.events).toMatchObject([{ details: { job: 'first', errorCode: 'STORE.AWAY' } }]);
    });

    it('run again after they failed, which is logged, counted and seen by admins', async () => {
      const failure = new DomainError('STORE.AWAY', 'unavailable', 'away');
      await pass(100);
      await end(first, failure);
      expect(telemetry.lines).toMatchObject([{ level: 'error', fields: { job: 'first', err: failure } }]);
      expect(diagnostics.events).toMatchObject([
        { category: 'jobs', level: 'error', message: 'job.failed', details: { job: 'first', errorCode: 'STORE.AWAY' } },
      ]);
      expect(await telemetry.value('parley_job_runs_total', { job: 'first', outcome: 'failed' })).toBe(1);
      await pass(100);
      expect(first.runs).toHaveLength(2);
    });

    it('are put on record now and then, and whenever they fail', async () => {
      for (let i = 0; i < 3; i++) {
        await pass(100);
        await end(first);
      }
      expect(store.of('note')).toEqual([['first', 'done']]);
      await pass(100);
      await end(first, new Error('x'));
      expect(store.of('note').at(-1)).toEqual(['first', 'failed']);
      await pass(10_000);
      await end(first);
      expect(store.of('note')).toHaveLength(3);
    });

    it('go on when their record cannot be kept', async () => {
      store.isAway = true;
      await pass(100);
      await end(first);
      await pass(100);
      expect(first.runs).toHaveLength(2);
    });
  });

  describe('jobs of the cluster', () => {
    const due = async () => {
      store.dueNow = ['shared'];
      await pass(JOB_POLL_MS);
    };

    it('run where the store gives them, once, and are reported', async () => {
      await due();
      expect(shared.runs).toHaveLength(1);
      clock.advance(40);
      await end(shared);
      expect(store.of('finish')).toEqual([['shared', { outcome: 'done', durationMs: 40 }, undefined]]);
    });

    it('do not run where another worker has them', async () => {
      store.isTaken = true;
      await due();
      expect(shared.runs).toHaveLength(0);
    });

    it('are kept while they run, in good time', async () => {
      await due();
      await pass(JOB_LEASE_MS);
      expect(store.of('keep').length).toBeGreaterThanOrEqual(2);
      await end(shared);
      const kept = store.of('keep').length;
      await pass(JOB_LEASE_MS);
      expect(store.of('keep')).toHaveLength(kept);
    });

    it('are not begun again here while they run', async () => {
      await due();
      await due();
      expect(shared.runs).toHaveLength(1);
    });

    it('are tried again sooner after they failed', async () => {
      await due();
      await end(shared, new Error('x'));
      expect(store.of('finish')).toEqual([
        ['shared', { outcome: 'failed', durationMs: 0, errorCode: 'Error' }, expect.any(Number)],
      ]);
    });

    it('of a process are begun on request, too', async () => {
      store.dueNow = ['first'];
      await pass(JOB_POLL_MS);
      expect(first.runs).toHaveLength(2);
    });

    it('wait while the store is away, which is said once', async () => {
      store.isAway = true;
      await pass(JOB_POLL_MS * 5);
      expect(telemetry.messages).toEqual(['schedules cannot be read, trying again']);
      store.isAway = false;
      await due();
      expect(shared.runs).toHaveLength(1);
    });

    it('say when another worker took them over', async () => {
      await due();
      store.keeps = false;
      await pass(JOB_LEASE_MS);
      expect(telemetry.messages).toContain('job was taken over by another worker');
    });
  });

  it('stops: no new runs, and waits for those under way', async () => {
    store.dueNow = ['shared'];
    await pass(JOB_POLL_MS);
    await end(second);
    let stopped = false;
    const stopping = runner.stop().then(() => (stopped = true));
    await pass(1_000);
    await end(first);
    expect(stopped).toBe(false);
    await end(shared);
    await stopping;
    expect(jest.getTimerCount()).toBe(0);
    expect([first.runs.length, second.runs.length]).toEqual([1, 1]);
  });
});
