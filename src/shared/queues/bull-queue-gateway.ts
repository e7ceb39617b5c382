import { getQueueToken } from '@nestjs/bull';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Job, JobOptions, Queue } from 'bull';
import { Grouping, newId } from '../kernel';
import { AppLogger } from '../observability';
import { Limiter } from './limiter';
import { QueueGateway, type QueueDepth, type QueueJobs, type QueueName } from './queue-gateway';

/** Each ring is tried once and leaves nothing behind: the sweep, not Bull, makes sure that work is done. */
const RING_ONCE: JobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/** Jobs that share one entry in Bull at most. Most of what Bull costs is for each entry, on both sides. */
const ENTRY_JOBS = 8;

/** Of a connection that broke. One that is only just being made is worth the wait: Bull makes it at the first use. */
const LOST: ReadonlySet<string> = new Set(['close', 'reconnecting', 'end']);

interface Entry<Name extends QueueName> {
  jobs: QueueJobs[Name][];
}

@Injectable()
export class BullQueueGateway extends QueueGateway {
  private readonly consumed = new Set<Queue>();
  private readonly groups = new Map<QueueName, Grouping<QueueJobs[QueueName]>>();

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
    if (jobs.length === 0) return;
    if (options.delayMs === undefined) await this.groupsOf(queue).add(jobs);
    else await this.write(queue, jobs, { ...RING_ONCE, delay: options.delayMs });
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
    const limiter = new Limiter(concurrency);
    const runAll = ({ jobs }: Entry<Name>) => settled(jobs.map((job) => limiter.run(() => handler(job))));
    bull
      .process(concurrency, (entry: Job) => runAll(entry.data as Entry<Name>))
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

  override async status(queue: QueueName): Promise<QueueDepth & { oldestAt?: Date }> {
    // Bull's list of waiting jobs begins with the one that comes next.
    const [depth, [next]] = await Promise.all([this.depth(queue), this.queue(queue).getWaiting(0, 0)]);
    return next === undefined ? depth : { ...depth, oldestAt: new Date(next.timestamp) };
  }

  private groupsOf(queue: QueueName): Grouping<QueueJobs[QueueName]> {
    const groups = this.groups.get(queue) ?? this.newGroups(queue);
    this.groups.set(queue, groups);
    return groups;
  }

  private newGroups(queue: QueueName): Grouping<QueueJobs[QueueName]> {
    return new Grouping(async (jobs) => {
      await this.write(queue, jobs, RING_ONCE);
      return jobs.map(() => undefined);
    });
  }

  private async write(queue: QueueName, jobs: readonly QueueJobs[QueueName][], opts: JobOptions): Promise<void> {
    // Bull would keep the job in memory until Redis is back, and the caller waiting.
    if (LOST.has(this.queue(queue).client.status)) throw new Error('Redis is away.');
    const entries = entriesOf(jobs).map((data) => ({ data, opts: { ...opts, jobId: newId() } }));
    const [only, ...more] = entries;
    if (only !== undefined && more.length === 0) await this.queue(queue).add(only.data, only.opts);
    else await this.queue(queue).addBulk(entries);
  }

  private queue(name: QueueName): Queue {
    return this.moduleRef.get<Queue>(getQueueToken(name), { strict: false });
  }
}

function entriesOf<Name extends QueueName>(jobs: readonly QueueJobs[Name][]): Entry<Name>[] {
  const count = Math.ceil(jobs.length / ENTRY_JOBS);
  return Array.from({ length: count }, (_, index) => ({
    jobs: jobs.slice(index * ENTRY_JOBS, (index + 1) * ENTRY_JOBS),
  }));
}

/** Waits for all of them, also when one fails. */
async function settled(runs: Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(runs)) if (result.status === 'rejected') throw result.reason;
}
