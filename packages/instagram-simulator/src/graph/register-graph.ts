import type { FastifyInstance } from 'fastify';
import type { SimulatorCore } from '../core';
import { registerAppSubscriptions } from './app-subscriptions.route';
import { commentRoutes } from './comments';
import { handleGraphCall, refusalOf } from './graph-call';
import type { GraphRoute } from './graph-call';
import { GraphError } from './graph-error';
import { attachmentsRoute, messagesRoute } from './messages.route';
import { messengerProfileRoutes } from './messenger-profile.route';
import { nodeRoutes } from './node.routes';
import { postRoutes } from './posts';
import { registerOauthRoutes } from './oauth.routes';
import { subscriptionRoutes } from './subscriptions.route';

const ROUTES: readonly GraphRoute[] = [
  messagesRoute,
  attachmentsRoute,
  ...subscriptionRoutes,
  ...messengerProfileRoutes,
  ...commentRoutes,
  ...postRoutes,
  ...nodeRoutes,
];

/** Graph's side of the contract; every error leaves in Meta's shape. */
export async function registerGraph(server: FastifyInstance, core: SimulatorCore): Promise<void> {
  server.setErrorHandler(async (error, _request, reply) => {
    const refused = isClientError(error) ? GraphError.parameter(error.message) : refusalOf(error, core);
    return reply.code(refused.facts.status).send(refused.body());
  });
  registerOauthRoutes(server, core);
  registerAppSubscriptions(server, core);
  for (const route of ROUTES) {
    server.route<{ Params: { node?: string } }>({
      method: route.method,
      url: route.url,
      handler: (request, reply) => handleGraphCall(core, route, request, reply),
    });
  }
}

/** Fastify's own refusals (malformed JSON, body too large). */
const isClientError = (error: unknown): error is Error & { statusCode: number } =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500;
