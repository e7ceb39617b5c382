import { Test, type TestingModule } from '@nestjs/testing';
import { type AppConfig, AppConfigModule } from '../../src/shared/config';
import { KernelModule } from '../../src/shared/kernel';
import { ObservabilityModule } from '../../src/shared/observability';
import { type LaneJob, QueueGateway, QueuesModule } from '../../src/shared/queues';
import { laneJob } from '../support/lane-fixtures';
import { until } from '../support/parley';
import { Deferred } from '../support/stand-in';
import { newTestName } from '../support/test-name';

/** A process with the queues of a prefix. */
async function startProcess(prefix: string): Promise<{ app: TestingModule; queues: QueueGateway }> {
  const config = {
    redis: { url: process.env['REDIS_URL'] ?? '', prefix },
    process: { logLevel: 'silent' },
  } as AppConfig;
  const imports = [AppConfigModule.with(config), KernelModule, ObservabilityModule, QueuesModule];
  const app = await Test.createTestingModule({ imports }).compile();
  await app.init();
  return { app, queues: app.get(QueueGateway) };
}

describe('the queues', () => {
  let prefix: string;
  let producer: Awaited<ReturnType<typeof startProcess>>;
  let consumer: Awaited<ReturnType<typeof startProcess>>;

  beforeEach(async () => {
    prefix = newTestName();
    [producer, consumer] = await Promise.all([startProcess(prefix), startProcess(prefix)]);
  });

  afterEach(async () => {
    await consumer.queues.stopConsuming();
    await Promise.all([producer.app.close(), consumer.app.close()]);
  });

  it('carry a job to another process as it was', async () => {
    const seen: unknown[] = [];
    await consumer.queues.consume('lanes', 1, async (job) => void seen.push(job));
    const job = laneJob({ need: 'work', putBack: 2, correlationId: 'naïve ☃ $x' });
    await addOnceReady([job]);
    await until(() => seen.length > 0, 10_000, 'the job');
    expect(seen[0]).toEqual(job);
  });

  it('bring a delayed job after its time, not before', async () => {
    const seenAt: number[] = [];
    await consumer.queues.consume('lanes', 1, async () => void seenAt.push(performance.now()));
    await addOnceReady([laneJob({ conversationId: 'first' })]);
    await until(() => seenAt.length === 1, 10_000, 'the first job');
    const addedAt = performance.now();
    await producer.queues.add('lanes', [laneJob()], { delayMs: 300 });
    expect((await producer.queues.depth('lanes')).delayed).toBe(1);
    await until(() => seenAt.length === 2, 10_000, 'the delayed job');
    expect((seenAt[1] ?? 0) - addedAt).toBeGreaterThanOrEqual(299);
  });

  it('stopping waits for the job that runs and takes no other; they stay for the next process', async () => {
    const running = new Deferred();
    const mayEnd = new Deferred();
    const done: string[] = [];
    await consumer.queues.consume('lanes', 1, async ({ correlationId }) => {
      running.resolve();
      await mayEnd.promise;
      done.push(correlationId);
    });
    await addOnceReady([laneJob({ correlationId: 'one' })]);
    await running.promise;
    let stopped = false;
    const stopping = consumer.queues.stopConsuming().then(() => (stopped = true));
    await producer.queues.add('lanes', [laneJob({ correlationId: 'two' })]);
    expect(stopped).toBe(false);
    mayEnd.resolve();
    await stopping;
    expect(done).toEqual(['one']);
    expect(await producer.queues.depth('lanes')).toMatchObject({ waiting: 1, active: 0 });
    await producer.queues.consume('lanes', 1, async ({ correlationId }) => void done.push(correlationId));
    await until(() => done.length === 2, 10_000, 'the other job');
    await producer.queues.stopConsuming();
    expect(done).toEqual(['one', 'two']);
  });

  it('installations with other prefixes share a Redis unseen', async () => {
    const stranger = await startProcess(newTestName());
    const seen: string[] = [];
    await stranger.queues.consume('lanes', 1, async () => void seen.push('stranger'));
    await consumer.queues.consume('lanes', 1, async () => void seen.push('ours'));
    await addOnceReady([laneJob(), laneJob()]);
    await until(() => seen.length === 2, 10_000, 'both jobs');
    await stranger.queues.stopConsuming();
    await stranger.app.close();
    expect(seen).toEqual(['ours', 'ours']);
  });

  /** Adding fails at once until the connection stands. */
  function addOnceReady(jobs: readonly LaneJob[]): Promise<void> {
    const added = () =>
      producer.queues.add('lanes', [...jobs]).then(
        () => true,
        () => false,
      );
    return until(added, 10_000, 'Redis');
  }
});
