import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MIGRATIONS } from '../migrations';
import { ApiModule } from './api.module';
import { announceReady, configOrExit, stopOnSignal } from './boot';
import { MetaRequests, registerMetaRequestRoutes, registerWebhookRoutes, WebhookIngest } from './instagram';
import type { AppConfig } from './shared/config';
import { MigrationRunner } from './shared/database';
import { newHttpAdapter, setUpHttp } from './shared/http';
import { AppLogger, HealthService } from './shared/observability';

export async function createApi(config: AppConfig): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.with(config),
    newHttpAdapter(config.process.trustedProxies),
    {
      bufferLogs: true,
      abortOnError: false,
    },
  );
  app.useLogger(app.get(AppLogger));
  const fastify = app.getHttpAdapter().getInstance();
  registerWebhookRoutes(fastify, app.get(WebhookIngest), config.meta.verifyToken);
  registerMetaRequestRoutes(fastify, app.get(MetaRequests));
  setUpHttp(app, config);
  return app;
}

async function main(): Promise<void> {
  const config = configOrExit();
  const app = await createApi(config);
  await app.get(MigrationRunner).assertApplied(MIGRATIONS);
  await app.listen(config.process.port, config.process.host);
  const url = await app.getUrl();
  app.get(AppLogger).event('info', `api listening on ${url}`);
  await announceReady(config, url);
  stopOnSignal(async () => {
    app.get(HealthService).beginShutdown();
    await app.close();
  });
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(
      `Parley's API cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  });
}
