import type { FastifyInstance } from 'fastify';

const LOOK_EVERY_MS = 50;

/**
 * At shutdown Node waits for every connection that is not idle, and takes one that a client opened ahead of time, without a
 * request so far, for a busy one. This ends all connections as soon as no request is under way.
 */
export function drainConnectionsAtShutdown(fastify: FastifyInstance): void {
  let underWay = 0;
  fastify.addHook('onRequest', (_request, reply, done) => {
    underWay++;
    reply.raw.once('close', () => underWay--);
    done();
  });
  fastify.addHook('preClose', (done) => {
    const timer = setInterval(() => {
      if (underWay === 0) fastify.server.closeAllConnections();
    }, LOOK_EVERY_MS);
    fastify.server.once('close', () => clearInterval(timer));
    timer.unref();
    done();
  });
}
