import type { FastifyRequest } from 'fastify';
import type { UserId } from '../kernel';

/** A request as the platform sees it. `id` (Fastify's own) is the correlation id. */
export interface ApiRequest extends FastifyRequest {
  /** Set by the guard on every route that is not public. */
  user?: { id: UserId };
  /** Set on every POST: see `OperationId`. */
  operationId?: string;
}
