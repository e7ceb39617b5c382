import { Injectable } from '@nestjs/common';
import { ConversationsFacade } from '../conversations';
import { VERSION } from '../shared/http';
import { Clock, Contributions } from '../shared/kernel';
import { HealthIndicator } from '../shared/observability';
import { QUEUE_NAMES, QueueGateway, type QueueName } from '../shared/queues';
import { RedisConnections } from '../shared/redis';
import { type Probe, probe } from './domain/probe';
import { type WorkerProcess, WorkerProcessesRepository } from './repositories/worker-processes.repository';

/** A worker that was silent for longer is taken for gone. */
const WORKER_SEEN_MS = 10_000;

export interface SystemStatus {
  /** All of it answers, and a worker is at work. */
  ok: boolean;
  version: string;
  /** Of the process that answers. */
  startedAt: Date;
  database: Probe;
  redis: Probe;
  queues: (Probe & { name: QueueName; waiting?: number; active?: number; delayed?: number; oldestSeconds?: number })[];
  oldestPendingEvent: Probe & { ageSeconds?: number };
  workers: Probe & { seen: WorkerProcess[] };
}

/** How the system is right now: everything is asked, nothing is remembered, and what fails shows as failing. */
@Injectable()
export class SystemStatusService {
  private readonly startedAt: Date;

  constructor(
    private readonly contributions: Contributions,
    private readonly redis: RedisConnections,
    private readonly queues: QueueGateway,
    private readonly conversations: ConversationsFacade,
    private readonly workers: WorkerProcessesRepository,
    private readonly clock: Clock,
  ) {
    this.startedAt = clock.now();
  }

  async read(): Promise<SystemStatus> {
    const [database, redis, queues, oldestPendingEvent, workers] = await Promise.all([
      this.database(),
      this.ask(
        () => this.redis.commands.ping(),
        () => ({}),
      ),
      this.queueStatus(),
      this.oldestPendingEvent(),
      this.workerStatus(),
    ]);
    const all = [database, redis, ...queues, oldestPendingEvent, workers];
    const ok = all.every((each) => each.ok);
    return { ok, version: VERSION, startedAt: this.startedAt, database, redis, queues, oldestPendingEvent, workers };
  }

  queueStatus(): Promise<SystemStatus['queues']> {
    return Promise.all(
      QUEUE_NAMES.map(async (name) => ({
        name,
        ...(await this.ask(
          () => this.queues.status(name),
          ({ oldestAt, ...depth }) => ({ ...depth, ...(oldestAt && { oldestSeconds: this.ageOf(oldestAt) }) }),
        )),
      })),
    );
  }

  private database(): Promise<Probe> {
    const indicator = this.contributions.all(HealthIndicator).find(({ name }) => name === 'mongodb');
    return this.ask(
      async () => {
        if (indicator === undefined) throw new Error('nobody watches the database');
        await indicator.check();
      },
      () => ({}),
    );
  }

  private oldestPendingEvent(): Promise<SystemStatus['oldestPendingEvent']> {
    return this.ask(
      () => this.conversations.oldestPendingAt(),
      (at) => (at === null ? {} : { ageSeconds: this.ageOf(at) }),
    );
  }

  private async workerStatus(): Promise<SystemStatus['workers']> {
    const found = await this.ask(
      () => this.workers.seenWithin(WORKER_SEEN_MS),
      (seen) => ({ seen }),
    );
    const { seen = [] } = found;
    return found.ok && seen.length === 0 ? { ...found, ok: false, error: 'NO_WORKER', seen } : { ...found, seen };
  }

  private ageOf(at: Date): number {
    return Math.max(0, this.clock.now().getTime() - at.getTime()) / 1_000;
  }

  private ask<T, Shown extends object>(question: () => Promise<T>, shown: (answer: T) => Shown) {
    return probe(question, shown, () => this.clock.monotonic());
  }
}
