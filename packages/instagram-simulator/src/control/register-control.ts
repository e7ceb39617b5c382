import type { FastifyInstance } from 'fastify';
import { ZodError } from 'zod';
import type { SimulatorCore } from '../core';
import { GraphError } from '../graph/graph-error';
import { registerMediaControl } from '../media/media.routes';
import { ImpossibleAct } from './acts';
import { ControlError } from './control-error';
import { registerEventsRoute } from './events.route';
import { registerLogRoutes } from './logs.routes';
import { registerPeopleRoutes } from './people.routes';
import { registerWorldRoutes } from './world.routes';

/** Everything under `/_control`: the strings that tests and demos pull. */
export async function registerControl(server: FastifyInstance, core: SimulatorCore): Promise<void> {
  server.setErrorHandler(async (error, _request, reply) => {
    const { status, message } = describe(error);
    return reply.code(status).send({ error: message });
  });
  registerPeopleRoutes(server, core);
  registerWorldRoutes(server, core);
  registerMediaControl(server, core);
  registerLogRoutes(server, core);
  registerEventsRoute(server, core);
}

function describe(error: unknown): { status: number; message: string } {
  if (error instanceof ZodError) {
    return {
      status: 400,
      message: error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    };
  }
  if (error instanceof ControlError) return { status: error.status, message: error.message };
  if (error instanceof ImpossibleAct) return { status: 409, message: error.message };
  if (error instanceof GraphError) return { status: error.facts.status, message: error.message };
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') {
    return { status: error.statusCode, message: error.message };
  }
  return { status: 500, message: String(error) };
}
