import fastify from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { registerControl } from './control/register-control';
import type { SimulatorCore } from './core';
import { GraphError } from './graph/graph-error';
import { registerGraph } from './graph/register-graph';
import { registerMedia } from './media/media.routes';
import { registerPage } from './page';

/** Graph ids are longer than fastify's default for a path segment. */
const LONGEST_ID = 512;
const VERSION = /^\/v\d+\.\d+(?=\/)/;

/** The HTTP server over a core. Any Graph version prefix is accepted and dropped. */
export async function buildServer(core: SimulatorCore): Promise<FastifyInstance> {
  const server = fastify({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: LONGEST_ID },
    rewriteUrl: (request) => (request.url ?? '/').replace(VERSION, ''),
  });
  server.addContentTypeParser<string>('application/x-www-form-urlencoded', { parseAs: 'string' }, parseForm);
  server.addContentTypeParser<string>('application/json', { parseAs: 'string' }, parseJson);
  server.setNotFoundHandler(async (_request, reply) => {
    const unknown = new GraphError({ status: 404, code: 2500, message: 'Unknown path components' });
    return reply.code(404).send(unknown.body());
  });
  registerPage(server);
  registerMedia(server, core);
  await server.register(async (control) => registerControl(control, core), { prefix: '/_control' });
  await server.register(async (graph) => registerGraph(graph, core));
  return server;
}

const parseForm = async (_request: FastifyRequest, body: string): Promise<unknown> =>
  Object.fromEntries(new URLSearchParams(body));

async function parseJson(_request: FastifyRequest, body: string): Promise<unknown> {
  // A POST without a body is usual on Graph.
  if (body === '') return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw GraphError.parameter('The request body is not valid JSON');
  }
}
