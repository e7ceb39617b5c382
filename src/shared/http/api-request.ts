import type { FastifyRequest } from 'fastify';

/** A request as the platform sees it. `id` (Fastify's own) is the correlation id. */
export interface ApiRequest extends FastifyRequest {
  /** Set by the guard on every route that is not public. */
  user?: { id: string };
  /** Set on every POST: see `OperationId`. */
  operationId?: string;
}
