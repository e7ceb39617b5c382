import { getQueueToken } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Job, JobOptions, Queue } from 'bull';
import { newId } from '../kernel';
import { AppLogger } from '../observability';
import { QueueGateway, type QueueDepth, type QueueJobs, type QueueName } from './queue-gateway';

/** Each ring is tried once and leaves nothing behind: the sweep, not Bull, makes sure that work is done. */
const RING_ONCE: JobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

@Injectable()
export class BullQueueGateway extends QueueGateway {
  private readonly consumed = new Set<Queue>();

  constructor(
    private readonly moduleRef: ModuleRef,
    private readonly logger: AppLogger,
  ) {
    super();
  }

  override async add<Name extends QueueName>(
    queue: Name,
    jobs: readonly QueueJobs[Name][],
    options: { delayMs?: number } = {},
  ): Promise<void> {
    const opts = options.delayMs === undefined ? RING_ONCE : { ...RING_ONCE, delay: options.delayMs };
    const [only, ...more] = jobs;
    if (only === undefined) return;
    // Bull would keep the job in memory until Redis is back, and the caller waiting.
    if (this.queue(queue).client.status !== 'ready') throw new Error('Redis is away.');
    if (more.length === 0) await this.queue(queue).add(only, { ...opts, jobId: newId() });
    else await this.queue(queue).addBulk(jobs.map((data) => ({ data, opts: { ...opts, jobId: newId() } })));
  }

  override async consume<Name extends QueueName>(
    queue: Name,
    concurrency: number,
    handler: (job: QueueJobs[Name]) => Promise<void>,
  ): Promise<void> {
    const bull = this.queue(queue);
    bull.on('error', (err: Error) => this.logger.event('warn', 'queue connection', { reason: err.message }));
    await bull.isReady();
    this.consumed.add(bull);
    bull
      .process(concurrency, (job: Job) => handler(job.data as QueueJobs[Name]))
      .catch((err: unknown) => {
        this.logger.event('error', 'queue consumer ended', { job: queue, err });
      });
  }

  override async stopConsuming(): Promise<void> {
    await Promise.all([...this.consumed].map((queue) => queue.pause(true)));
  }

  override async depth(queue: QueueName): Promise<QueueDepth> {
    const { waiting, active, delayed } = await this.queue(queue).getJobCounts();
    return { waiting, active, delayed };
  }

  private queue(name: QueueName): Queue {
    return this.moduleRef.get<Queue>(getQueueToken(name), { strict: false });
  }
}
