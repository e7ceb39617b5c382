import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { stableId } from '../shared/kernel';
import { problemFor, sendProblem } from '../shared/http';
import type { WebhookIngest } from './webhook-ingest.service';

export const WEBHOOK_PATH = '/webhooks/instagram';

/** Meta sends at most 1000 updates in a POST; a long one has a few kilobytes. */
const BODY_LIMIT = 8 * 1024 * 1024;

/**
 * Raw routes on the Fastify instance, beside Nest: the signature covers the bytes as they came, so no parser may touch
 * them, and the path to the acknowledgement stays short.
 */
export function registerWebhookRoutes(fastify: FastifyInstance, ingest: WebhookIngest, verifyToken: string): void {
  void fastify.register((scope, _options, ready) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    scope.get(WEBHOOK_PATH, (request, reply) => verify(request, reply, verifyToken));
    scope.post(WEBHOOK_PATH, (request, reply) => receive(request, reply, ingest));
    ready();
  });
}

/** The handshake: the challenge comes back exactly as it was sent. Source: Instagram Platform "Webhooks". */
async function verify(request: FastifyRequest, reply: FastifyReply, verifyToken: string): Promise<FastifyReply> {
  const query = request.query as Record<string, unknown>;
  const challenge = query['hub.challenge'];
  if (
    query['hub.mode'] !== 'subscribe' ||
    typeof challenge !== 'string' ||
    !isToken(query['hub.verify_token'], verifyToken)
  ) {
    return reply.code(403).type('text/plain').send('Forbidden');
  }
  return reply.code(200).type('text/plain').send(challenge);
}

function isToken(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  // Equal lengths, whatever was sent.
  return timingSafeEqual(Buffer.from(stableId(given)), Buffer.from(stableId(expected)));
}

async function receive(request: FastifyRequest, reply: FastifyReply, ingest: WebhookIngest): Promise<FastifyReply> {
  const correlationId = request.id;
  const signature = request.headers['x-hub-signature-256'];
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const result = await ingest.ingest(body, typeof signature === 'string' ? signature : undefined, correlationId);
  if (result.status === 200) return reply.code(200).type('text/plain').send('EVENT_RECEIVED');
  sendProblem(reply, problemFor(result.status, result.code, result.detail, correlationId));
  return reply;
}
