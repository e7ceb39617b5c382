import type { FastifyInstance } from 'fastify';
import type { SimulatorCore } from '../core';

/** `GET /events`: what the page redraws on, as server-sent events. */
export function registerEventsRoute(server: FastifyInstance, core: SimulatorCore): void {
  server.get('/events', (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.write('retry: 1000\n\n');
    const unsubscribe = core.live.subscribe((event) => reply.raw.write(`data: ${JSON.stringify(event)}\n\n`));
    request.raw.once('close', unsubscribe);
  });
}
