import type { ModuleMetadata } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { loadConfig } from '../../config';
import { ApiModule } from '../../src/api.module';
import { AutomationModule } from '../../src/automation';
import { DOMAIN_MODULES } from '../../src/domains';
import { createApi } from '../../src/main';
import { PlatformModule } from '../../src/shared/platform.module';
import { WorkerModule } from '../../src/worker.module';
import { TEST_ENV } from '../support/http-app';
import { newTestName } from '../support/test-name';

const config = loadConfig({
  ...TEST_ENV,
  MONGODB_URI: process.env['MONGODB_URI'],
  REDIS_URL: process.env['REDIS_URL'],
  QUEUE_PREFIX: newTestName(),
});

/** Reachable without a token: what Meta, a balancer, a scraper and someone without an account need. */
const OPEN = [
  /^\/webhooks\/instagram$/,
  /^\/health\/(live|ready)$/,
  /^\/metrics$/,
  /^\/media\/:tenant\/:fileId\/:proof$/,
  /^\/docs(\/|$|-)/,
  /^\/v1\/auth\/(signup|login|login\/second-factor|refresh|instagram|instagram\/complete)$/,
  /^\/v1\/auth\/(password-reset|password-reset\/request|verify-email|confirm-email)$/,
  /^\/v1\/(permissions|ui-settings)$/,
  /^\/v1\/invites\/(lookup|sign-up)$/,
  /^\/v1\/instagram\/(callback|returned|data-deletions\/:code)$/,
];

interface Route {
  method: string;
  url: string;
}

/** The API as production puts it together, and every route that it serves; nothing listens. */
async function initApi(): Promise<{ app: NestFastifyApplication; routes: Route[] }> {
  const app = await createApi(config);
  const routes: Route[] = [];
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) if (!['HEAD', 'OPTIONS'].includes(one)) routes.push({ method: one, url });
    });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return { app, routes };
}

describe('the API', () => {
  let app: NestFastifyApplication;
  let routes: Route[];

  beforeAll(async () => {
    ({ app, routes } = await initApi());
  });

  afterAll(async () => {
    await app.close();
  });

  it('lets nobody without a token reach a route that is not meant for everyone', async () => {
    const closed = routes.filter(({ url }) => !OPEN.some((pattern) => pattern.test(url)));
    expect(closed.length).toBeGreaterThan(15);
    const answers = await Promise.all(
      closed.map(async ({ method, url }) => {
        const path = url.replaceAll(/:\w+/g, '0123456789abcdef01234567');
        const { statusCode } = await app.inject({ method: method as 'GET', url: path });
        return `${method} ${url}: ${statusCode}`;
      }),
    );
    expect(answers).toEqual(closed.map(({ method, url }) => `${method} ${url}: 401`));
  });

  it('serves what is open', () => {
    const unused = OPEN.filter((pattern) => !routes.some(({ url }) => pattern.test(url)));
    expect(unused).toEqual([]);
  });
});

describe('contributions', () => {
  const boot = async (imports: NonNullable<ModuleMetadata['imports']>): Promise<void> => {
    const module = await Test.createTestingModule({ imports }).compile();
    try {
      await module.init();
    } finally {
      await module.close();
    }
  };

  it.each([
    ['API', ApiModule.with(config)],
    ['worker', WorkerModule.with(config)],
  ])('all fit in the %s', async (_process, root) => {
    await expect(boot([root])).resolves.toBeUndefined();
  });

  it('stop the boot by name when one is missing', async () => {
    // What stands above it would bring it along.
    const others = DOMAIN_MODULES.slice(0, (DOMAIN_MODULES as unknown[]).indexOf(AutomationModule));
    await expect(boot([PlatformModule.with(config), ...others])).rejects.toThrow('TurnHandler is missing');
  });
});
