import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ControlError } from '../control/control-error';
import type { SimulatorCore } from '../core';
import { MEDIA_PATH } from './media-library';

export const newMediaSchema = z.strictObject({ contentType: z.string().min(1), base64: z.string() });
export type NewMedia = z.input<typeof newMediaSchema>;

/** The address of a file, to be sent as an attachment. */
export interface MediaView {
  readonly id: string;
  readonly url: string;
}

const CONTROL_BODY = 40 * 1024 * 1024;

/** Where links to media lead. */
export function registerMedia(server: FastifyInstance, core: SimulatorCore): void {
  server.get<{ Params: { id: string }; Querystring: { signature?: string } }>(
    `${MEDIA_PATH}/:id`,
    async ({ params, query }, reply) => {
      const asset = core.world.media.open(params.id, query.signature ?? '');
      if (typeof asset === 'number') return reply.code(asset).type('text/plain').send('URL signature expired');
      return reply.type(asset.contentType).send(asset.bytes);
    },
  );
}

/** Making files, letting their links expire, and taking them away. */
export function registerMediaControl(server: FastifyInstance, core: SimulatorCore): void {
  server.post('/media', { bodyLimit: CONTROL_BODY }, async (request, reply) => {
    const { contentType, base64 } = newMediaSchema.parse(request.body);
    const id = core.world.ids.attachment();
    const asset = { contentType, bytes: Buffer.from(base64, 'base64') };
    const view: MediaView = { id, url: core.world.media.put(id, asset, `${request.protocol}://${request.host}`) };
    return reply.code(201).send(view);
  });
  server.post('/media/expire-links', async () => {
    core.world.media.expireLinks();
    return { expired: true };
  });
  server.delete<{ Params: { id: string } }>('/media/:id', async ({ params }) => {
    if (!core.world.media.remove(params.id)) throw ControlError.missing(`media ${params.id}`);
    return { removed: true };
  });
}
