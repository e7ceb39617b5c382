import { randomInt } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SimulatorCore } from '../core';
import { verifyCallback } from '../webhooks/delivery';
import type { Callback } from '../webhooks/delivery';
import { bearerOf } from './auth';
import { GraphError } from './graph-error';
import { Params } from './params';
import { assertKnownFields } from './subscriptions.route';

/** Verifies the callback by Meta's handshake, then uses it; throws (#2200) when it does not answer rightly. */
export async function subscribeCallback(core: SimulatorCore, callback: Callback): Promise<void> {
  const verified = await verifyCallback(callback, String(randomInt(100_000_000, 2_000_000_000)));
  if (!verified) {
    throw new GraphError({ status: 400, code: 2200, message: `Callback verification failed for ${callback.url}` });
  }
  core.app.callback = callback;
}

/** `POST|GET /{app-id}/subscriptions`: the app's own callback and fields, by app access token `id|secret`. */
export function registerAppSubscriptions(server: FastifyInstance, core: SimulatorCore): void {
  const path = `/${core.app.id}/subscriptions`;
  const authorise = (request: FastifyRequest, params: Params): void => {
    if ((bearerOf(request) ?? params.text('access_token')) !== `${core.app.id}|${core.app.secret}`) {
      throw GraphError.token(undefined, 'Invalid OAuth access token signature.');
    }
  };
  server.post(path, async (request) => {
    const params = Params.of(request);
    authorise(request, params);
    const fields = params.list('fields');
    assertKnownFields(fields);
    await subscribeCallback(core, {
      url: params.requiredText('callback_url'),
      verifyToken: params.requiredText('verify_token'),
    });
    core.app.fields = fields;
    return { success: true };
  });
  server.get(path, async (request) => {
    authorise(request, Params.of(request));
    const { callback, fields } = core.app;
    return {
      data: callback ? [{ object: 'instagram', callback_url: callback.url, active: true, fields: [...fields] }] : [],
    };
  });
}
