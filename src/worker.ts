import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MIGRATIONS } from '../migrations';
import { announceReady, configOrExit, stopOnSignal } from './boot';
import { LanesProcessor } from './conversations';
import { KnowledgeProcessor } from './knowledge';
import type { AppConfig } from './shared/config';
import { MigrationRunner } from './shared/database';
import { AppLogger, HealthService, MetricsService } from './shared/observability';
import { ProbeServer } from './shared/probes';
import { QueueGateway } from './shared/queues';
import { JobRunner } from './shared/schedule';
import { WorkerModule } from './worker.module';

export interface Worker {
  context: INestApplicationContext;
  /** Where its probes are. */
  url: string;
  stop(): Promise<void>;
}

export async function startWorker(config: AppConfig): Promise<Worker> {
  const context = await NestFactory.createApplicationContext(WorkerModule.with(config), {
    bufferLogs: true,
    abortOnError: false,
  });
  const logger = context.get(AppLogger);
  context.useLogger(logger);
  await context.get(MigrationRunner).assertApplied(MIGRATIONS);
  const probes = new ProbeServer(context.get(HealthService), context.get(MetricsService));
  const port = await probes.listen(config.process.workerPort, config.process.workerHost);
  await context.get(LanesProcessor).start();
  await context.get(KnowledgeProcessor).start();
  context.get(JobRunner).start();
  const url = `http://${config.process.workerHost}:${port}`;
  logger.event('info', `worker running, probes on ${url}`);
  return { context, url, stop: () => stopWorker(context, probes) };
}

/** Takes nothing new, ends what runs, then lets go of Redis and MongoDB. */
async function stopWorker(context: INestApplicationContext, probes: ProbeServer): Promise<void> {
  context.get(HealthService).beginShutdown();
  await Promise.all([context.get(JobRunner).stop(), context.get(QueueGateway).stopConsuming()]);
  await probes.close();
  await context.close();
}

async function main(): Promise<void> {
  const config = configOrExit();
  const worker = await startWorker(config);
  await announceReady(config, worker.url);
  stopOnSignal(() => worker.stop());
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(
      `Parley's worker cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  });
}
