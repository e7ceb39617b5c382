import { Test, type TestingModule } from '@nestjs/testing';
import { until } from '../../../test/support/parley';
import { newTestName } from '../../../test/support/test-name';
import { type AppConfig, AppConfigModule } from '../config';
import { KernelModule } from '../kernel';
import { ObservabilityModule } from '../observability';
import { type LaneJob, QueueGateway, QueuesModule } from './index';

const jobFor = (conversationId: string): LaneJob => ({
  conversationId,
  workspaceId: 'w',
  accountId: 'a',
  participantId: 'p',
  need: 'turn',
  correlationId: 'c',
});

describe('BullQueueGateway', () => {
  let app: TestingModule;
  let queues: QueueGateway;

  beforeEach(async () => {
    const config = {
      redis: { url: process.env['REDIS_URL'] ?? '', prefix: newTestName() },
      process: { logLevel: 'silent' },
    } as AppConfig;
    app = await Test.createTestingModule({
      imports: [AppConfigModule.with(config), KernelModule, ObservabilityModule, QueuesModule],
    }).compile();
    queues = await app.init().then(() => app.get(QueueGateway));
  });

  afterEach(async () => {
    await queues.stopConsuming();
    await app.close();
  });

  it('brings every job of a burst to the consumer, never more than the limit at once', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `conversation-${index}`);
    const seen: string[] = [];
    let running = 0;
    let most = 0;
    await queues.consume('lanes', 3, async ({ conversationId }) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(conversationId);
      running--;
    });
    await Promise.all(names.map((name) => queues.add('lanes', [jobFor(name)])));
    await until(() => seen.length >= names.length, 10_000, 'all jobs');
    expect(seen.sort()).toEqual(names.sort());
    expect(most).toBe(3);
  });

  it('goes on after a job that fails, and leaves nothing behind', async () => {
    const seen: string[] = [];
    await queues.consume('lanes', 2, async ({ conversationId }) => {
      await Promise.resolve();
      if (conversationId === 'bad') throw new Error('failed');
      seen.push(conversationId);
    });
    await queues.add('lanes', ['bad', 'good', 'better'].map(jobFor));
    await until(() => seen.length === 2, 10_000, 'the others');
    await queues.add('lanes', [jobFor('last')], { delayMs: 20 });
    await until(() => seen.length === 3, 10_000, 'the delayed job');
    expect(seen).toEqual(['good', 'better', 'last']);
    await until(
      async () => Object.values(await queues.depth('lanes')).every((count) => count === 0),
      10_000,
      'an empty queue',
    );
  });
});
