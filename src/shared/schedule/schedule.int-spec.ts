import { MongooseModule } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import { RecordingDiagnostics } from '../../../test/support/diagnostics';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { Transactions } from '../database';
import { SystemClock } from '../kernel';
import { ClusterJobs } from './cluster-jobs';
import { JobExecutor } from './job-executor';
import { type JobState, ScheduledJobsRepository } from './repositories/scheduled-jobs.repository';
import { ScheduledJob } from './scheduled-job';
import { ScheduledJobRow, ScheduledJobSchema } from './schemas/scheduled-job.schema';

class CountedJob extends ScheduledJob {
  readonly scope = 'cluster' as const;
  runs = 0;

  constructor(
    readonly name: string,
    readonly everyMs = 3_600_000,
  ) {
    super();
  }

  async run(): Promise<void> {
    this.runs++;
  }
}

const LONG = 60_000;
const HOUR = 3_600_000;

describe('jobs of the cluster, on the store', () => {
  let database: TestDatabase;
  let app: TestingModule;
  let rows: ScheduledJobsRepository;
  let counter = 0;
  let name: string;

  beforeAll(async () => {
    database = await createTestDatabase([]);
    app = await Test.createTestingModule({
      imports: [
        database.module,
        MongooseModule.forFeature([{ name: ScheduledJobRow.name, schema: ScheduledJobSchema }]),
      ],
      providers: [ScheduledJobsRepository, Transactions],
    }).compile();
    rows = app.get(ScheduledJobsRepository);
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  beforeEach(() => {
    name = `job-${counter++}`;
  });

  const worker = () => {
    const telemetry = new TelemetryProbe();
    const executor = new JobExecutor(new SystemClock(), telemetry, new RecordingDiagnostics());
    return new ClusterJobs(rows, executor, telemetry.logger);
  };
  const state = async (): Promise<JobState | undefined> => (await rows.list()).find((row) => row.name === name);
  const take = (owner: string, leaseMs = LONG) => rows.take({ name, owner }, { everyMs: HOUR, leaseMs });

  it('of many workers that look at once, exactly one runs a due job', async () => {
    const job = new CountedJob(name);
    const workers = Array.from({ length: 8 }, worker);
    await Promise.all(workers.map((each) => each.poll([job])));
    await Promise.all(workers.map((each) => each.idle()));
    expect(job.runs).toBe(1);
    expect(await state()).toMatchObject({ outcome: 'done', isRunning: false, overdueMs: 0 });
  });

  it('it is not due again before its time', async () => {
    const job = new CountedJob(name);
    for (const each of [worker(), worker()]) {
      await each.poll([job]);
      await each.idle();
    }
    expect(job.runs).toBe(1);
  });

  it('a job whose worker died is left alone until its lease is over, then taken over', async () => {
    await rows.register([name]);
    expect(await take('dead')).toBe(true);
    const job = new CountedJob(name);
    const other = worker();
    await other.poll([job]);
    await other.idle();
    expect(job.runs).toBe(0);

    expect(await rows.keep({ name, owner: 'dead' }, 0)).toBe(true);
    await other.poll([job]);
    await other.idle();
    expect(job.runs).toBe(1);
  });

  it('a worker that lost a job can neither keep it nor report on it', async () => {
    await rows.register([name]);
    await take('slow', 0);
    expect(await take('next')).toBe(true);
    expect(await rows.keep({ name, owner: 'slow' }, LONG)).toBe(false);
    await rows.finish({ name, owner: 'slow' }, { outcome: 'failed', durationMs: 1, errorCode: 'LATE' });
    const found = await state();
    expect(found).toMatchObject({ owner: 'next', isRunning: true });
    expect(found?.outcome).toBeUndefined();
  });

  it('a request runs it before its time, once', async () => {
    const job = new CountedJob(name);
    const both = [worker(), worker()];
    const round = async () => {
      await Promise.all(both.map((each) => each.poll([job])));
      await Promise.all(both.map((each) => each.idle()));
    };
    await round();
    await rows.request(name);
    expect((await state())?.requestedAt).toBeInstanceOf(Date);
    await round();
    await round();
    expect(job.runs).toBe(2);
    expect((await state())?.requestedAt).toBeUndefined();
  });

  it('a job of each process has no time here, but runs on request', async () => {
    await rows.register([name]);
    expect(await rows.due([], [name])).toEqual([]);
    await rows.request(name);
    expect(await rows.due([], [name])).toEqual([name]);
  });

  it('a failure keeps its code and brings the next try forward; a success forgets the code', async () => {
    await rows.register([name]);
    await take('w');
    await rows.finish({ name, owner: 'w' }, { outcome: 'failed', durationMs: 3, errorCode: 'STORE.AWAY' }, 0);
    expect(await state()).toMatchObject({ outcome: 'failed', errorCode: 'STORE.AWAY', durationMs: 3 });
    expect(await rows.due([name], [])).toEqual([name]);
    await take('w');
    await rows.finish({ name, owner: 'w' }, { outcome: 'done', durationMs: 5 });
    const found = await state();
    expect(found).toMatchObject({ outcome: 'done', durationMs: 5 });
    expect(found?.errorCode).toBeUndefined();
    expect((found?.nextDueAt?.getTime() ?? 0) - (found?.lastStartedAt?.getTime() ?? 0)).toBe(HOUR);
  });
});
