import type { FastifyInstance } from 'fastify';
import type { SimulatorCore } from '../core';
import { faultSchema } from '../faults/fault';
import { subscribeCallback } from '../graph/app-subscriptions.route';
import { changeSettings } from '../settings';
import { ControlError } from './control-error';
import { callbackSchema, clockSchema, idleQuerySchema, releaseSchema } from './schemas';
import type { ClockView, QueueView } from './views';

/** The simulator's own levers: clock, faults, webhooks, callback, settings, reset. */
export function registerWorldRoutes(server: FastifyInstance, core: SimulatorCore): void {
  server.get('/health', async () => ({ status: 'ok', appId: core.app.id }));
  server.post('/reset', async () => {
    core.reset();
    return { reset: true };
  });
  registerClock(server, core);
  registerFaults(server, core);
  registerWebhooks(server, core);
  server.get('/settings', async () => core.settings);
  server.post('/settings', async (request) => {
    core.settings = changeSettings(core.settings, request.body);
    return core.settings;
  });
}

function registerClock(server: FastifyInstance, core: SimulatorCore): void {
  const view = (): ClockView => ({ now: core.clock.now() });
  server.get('/clock', async () => view());
  server.post('/clock', async (request) => {
    core.clock.advance(clockSchema.parse(request.body).advanceMs);
    core.world.touch();
    core.live.publish({ type: 'clock', now: core.clock.now() });
    return view();
  });
}

function registerFaults(server: FastifyInstance, core: SimulatorCore): void {
  server.post('/faults', async (request, reply) =>
    reply.code(201).send(core.faults.arm(faultSchema.parse(request.body))),
  );
  server.get('/faults', async () => core.faults.list());
  server.delete('/faults', async () => {
    core.faults.clear();
    return { faults: 0 };
  });
  server.delete<{ Params: { id: string } }>('/faults/:id', async ({ params }) => {
    if (!core.faults.disarm(Number(params.id))) throw ControlError.missing(`fault ${params.id}`);
    return { faults: core.faults.list().length };
  });
}

function registerWebhooks(server: FastifyInstance, core: SimulatorCore): void {
  server.post('/callback', async (request) => {
    const { url, verifyToken, verify } = callbackSchema.parse(request.body);
    const callback = { url, verifyToken: verifyToken ?? core.app.verifyToken };
    if (verify) await subscribeCallback(core, callback);
    else core.app.callback = callback;
    return { url, verified: verify };
  });
  /** Ends a hold (the hold-webhooks faults are disarmed) and sends what it kept. */
  server.post('/webhooks/release', async (request) => {
    const filter = releaseSchema.parse(request.body ?? {});
    core.faults.clear('hold-webhooks');
    return { released: core.dispatcher.release(filter) };
  });
  server.get('/idle', async (request): Promise<QueueView> => {
    const idle = await core.dispatcher.whenIdle(idleQuerySchema.parse(request.query).waitMs);
    return { idle, ...core.dispatcher.counts() };
  });
}
