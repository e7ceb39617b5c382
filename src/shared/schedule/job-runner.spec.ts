import { SchedulerRegistry } from '@nestjs/schedule';
import { Deferred } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { Contributions } from '../kernel';
import { JobRunner } from './job-runner';
import { ScheduledJob } from './scheduled-job';

class SlowJob extends ScheduledJob {
  readonly everyMs = 100;
  readonly runs: Deferred[] = [];

  constructor(readonly name: string) {
    super();
  }

  run(): Promise<void> {
    const run = new Deferred();
    this.runs.push(run);
    return run.promise;
  }
}

describe('JobRunner', () => {
  let telemetry: TelemetryProbe;
  let runner: JobRunner;
  let first: SlowJob;
  let second: SlowJob;

  beforeEach(() => {
    jest.useFakeTimers();
    telemetry = new TelemetryProbe();
    const contributions = new Contributions();
    runner = new JobRunner(contributions, new SchedulerRegistry(), telemetry.logger);
    [first, second] = [new SlowJob('first'), new SlowJob('second')];
    for (const job of [first, second]) contributions.provide(ScheduledJob, job);
    runner.start();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const end = async (job: SlowJob, error?: Error) => {
    const run = job.runs.at(-1);
    if (error === undefined) run?.resolve();
    else run?.reject(error);
    await pass(0);
  };

  it('runs each job at its interval', async () => {
    await pass(99);
    expect(first.runs).toHaveLength(0);
    await pass(1);
    expect([first.runs.length, second.runs.length]).toEqual([1, 1]);
  });

  it('never runs a job twice at a time, and does not let one wait for another', async () => {
    await pass(100);
    await end(second);
    await pass(500);
    expect(first.runs).toHaveLength(1);
    expect(second.runs).toHaveLength(2);
    await end(first);
    await pass(100);
    expect(first.runs).toHaveLength(2);
  });

  it('runs a job again after it failed, and says so', async () => {
    const failure = new Error('away');
    await pass(100);
    await end(first, failure);
    expect(telemetry.lines).toMatchObject([{ level: 'error', fields: { job: 'first', err: failure } }]);
    await pass(100);
    expect(first.runs).toHaveLength(2);
  });

  it('stops: no new runs, and waits for those under way', async () => {
    await pass(100);
    await end(second);
    let stopped = false;
    const stopping = runner.stop().then(() => (stopped = true));
    await pass(1_000);
    expect(stopped).toBe(false);
    expect(second.runs).toHaveLength(1);
    await end(first);
    await stopping;
    expect(jest.getTimerCount()).toBe(0);
  });
});
