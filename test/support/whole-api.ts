import { randomBytes } from 'node:crypto';
import { getConnectionToken } from '@nestjs/mongoose';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Connection } from 'mongoose';
import { loadConfig } from '../../config';
import { MIGRATIONS } from '../../migrations';
import { createApi } from '../../src/main';
import { MigrationRunner } from '../../src/shared/database';
import { TEST_ENV } from './http-app';
import { createTestDatabase, type TestDatabase } from './test-database';
import { newTestName } from './test-name';

export interface LiveRoute {
  method: string;
  /** As the router knows it, with `:names`. */
  path: string;
}

/** The API as it runs, in this process and without a port. `prepare` sees it before its routes are made. */
export class WholeApi {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly routes: readonly LiveRoute[],
    private readonly database: TestDatabase,
  ) {}

  static async start(prepare: (app: NestFastifyApplication) => void = () => undefined): Promise<WholeApi> {
    const database = await createTestDatabase([]);
    const config = loadConfig({
      ...TEST_ENV,
      MONGODB_URI: database.uri,
      REDIS_URL: process.env['REDIS_URL'],
      QUEUE_PREFIX: newTestName(),
      SIGN_INS_PER_MINUTE: '10000',
    });
    const app = await createApi(config);
    const routes = listenForRoutes(app);
    prepare(app);
    await app.get(MigrationRunner).run(MIGRATIONS);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new WholeApi(app, routes, database);
  }

  get connection(): Connection {
    return this.app.get<Connection>(getConnectionToken());
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }
}

/** All that are added from now on: those of controllers and the raw ones. Fastify adds a HEAD to each GET by itself. */
function listenForRoutes(app: NestFastifyApplication): LiveRoute[] {
  const routes: LiveRoute[] = [];
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) if (one !== 'HEAD') routes.push({ method: one, path: url });
    });
  return routes;
}

/** Well formed, of nothing that exists. */
export const unknownId = (): string => randomBytes(12).toString('hex');
