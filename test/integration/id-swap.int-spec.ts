import { Metrics } from '../../src/shared/observability';
import { LiveStreams } from '../../src/shared/realtime/live-streams.service';
import { buildOpenApiDocument } from '../../src/shared/http/openapi/open-api-document';
import { type BodySchema, sampleBody } from '../support/sample-body';
import { newTenant, rowsOf, type Tenant } from '../support/tenant';
import { WholeApi } from '../support/whole-api';
import { ACCESS } from './access-table';

/** They end what the test itself needs; that they take no foreign id is tested with them. */
const ENDS_THE_CALLER = new Set([
  'POST /v1/auth/logout',
  'DELETE /v1/me',
  'DELETE /v1/me/sessions',
  'POST /v1/me/password',
]);

type Bodies = Readonly<Record<string, BodySchema | undefined>>;

describe('ids of another workspace', () => {
  let api: WholeApi;
  let ours: Tenant;
  let theirs: Tenant;
  let bodies: Bodies;
  let schemas: Record<string, BodySchema>;
  let before: Record<string, string>;

  beforeAll(async () => {
    api = await WholeApi.start();
    ours = await newTenant(api.app, api.connection, 'canary-of-ours');
    theirs = await newTenant(api.app, api.connection, 'canary-of-theirs');
    const document = buildOpenApiDocument(api.app);
    schemas = (document.components?.schemas ?? {}) as Record<string, BodySchema>;
    bodies = bodiesOf(document.paths as unknown as Parameters<typeof bodiesOf>[0]);
    before = await rowsOf(api.connection, theirs);
  });

  afterAll(() => api.stop());

  const call = (method: string, path: string, workspaceId: string) => {
    const url = path.replace(/:(\w+)/g, (_, name: string) =>
      name === 'workspaceId' ? workspaceId : encodeURIComponent(theirs.ids[name] ?? 'unknown'),
    );
    const schema = bodies[`${method} ${path}`];
    const answer = api.app.inject({
      method: method as 'GET',
      url,
      headers: { authorization: ours.authorization },
      ...(schema === undefined ? {} : { payload: sampleBody(schema, schemas, theirs.ids) as object }),
    });
    return path.endsWith('/stream') ? ended(answer) : answer;
  };

  /** A stream has no end of its own. */
  async function ended<T>(answer: Promise<T>): Promise<T> {
    const streams = api.app.get(LiveStreams, { strict: false });
    const { liveClients } = api.app.get(Metrics, { strict: false });
    let isOpen = true;
    void answer.finally(() => (isOpen = false));
    while (isOpen) {
      const [clients] = (await liveClients.get()).values;
      if (clients !== undefined && clients.value > 0) streams.beforeApplicationShutdown();
      await new Promise(setImmediate);
    }
    return answer;
  }

  const routes = Object.entries(ACCESS)
    .filter(([route, access]) => access !== 'raw' && access !== 'platform-admin' && !ENDS_THE_CALLER.has(route))
    .map(([route]) => route.split(' ') as [string, string]);
  const tenantRoutes = routes.filter(([, path]) => path.startsWith('/v1/workspaces/:workspaceId'));
  // What deletes the own workspace or its members comes last, so that the others still have one.
  const inOrder = [...tenantRoutes].sort(([a], [b]) => Number(a === 'DELETE') - Number(b === 'DELETE'));

  it.each(inOrder)('%s %s in the own workspace shows and changes nothing of theirs', async (method, path) => {
    const response = await call(method, path, ours.workspaceId);
    expect(response.body).not.toContain(theirs.canary);
    expect(response.statusCode).toBeLessThan(500);
    const takesForeignIds = /:(?!workspaceId|group|name|goal)\w+/.test(path);
    if (takesForeignIds) expect([400, 404]).toContain(response.statusCode);
  });

  it.each(tenantRoutes)('%s %s in theirs does not exist', async (method, path) => {
    const response = await call(method, path, theirs.workspaceId);
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([404, 'WORKSPACE.NOT_FOUND']);
    expect(response.body).not.toContain(theirs.canary);
  });

  it.each(routes.filter((route) => !tenantRoutes.includes(route)))(
    '%s %s knows only the caller',
    async (method, path) => {
      const response = await call(method, path, ours.workspaceId);
      expect(response.body).not.toContain(theirs.canary);
      expect(response.statusCode).toBeLessThan(500);
    },
  );

  it('has left every row of theirs as it was', async () => {
    expect(Object.keys(before).length).toBeGreaterThan(10);
    expect(await rowsOf(api.connection, theirs)).toEqual(before);
  });
});

function bodiesOf(
  paths: Record<
    string,
    Record<string, { requestBody?: { content?: { 'application/json'?: { schema?: BodySchema } } } }>
  >,
): Bodies {
  return Object.fromEntries(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { requestBody }]) => [
        `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
        requestBody?.content?.['application/json']?.schema,
      ]),
    ),
  );
}
