import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problemFor, sendProblem } from '../../shared/http';
import { DEAUTHORIZE_PATH, DELETION_PATH } from './meta-addresses';
import type { MetaRequests } from './meta-requests.service';

const BODY_LIMIT = 16 * 1024;

/** Raw routes beside Nest: Meta posts forms, and signs a part of them. */
export function registerMetaRequestRoutes(fastify: FastifyInstance, requests: MetaRequests): void {
  void fastify.register((scope, _options, ready) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    scope.post(DEAUTHORIZE_PATH, async (request, reply) =>
      (await requests.deauthorise(signedRequestOf(request)))
        ? reply.code(200).send({ success: true })
        : refuse(request, reply),
    );
    scope.post(DELETION_PATH, async (request, reply) => {
      const begun = await requests.erase(signedRequestOf(request), request.id);
      return begun === null ? refuse(request, reply) : reply.send({ url: begun.url, confirmation_code: begun.code });
    });
    ready();
  });
}

function signedRequestOf({ body }: FastifyRequest): string {
  return typeof body === 'string' ? (new URLSearchParams(body).get('signed_request') ?? '') : '';
}

function refuse(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const detail = 'The signed request is not one that Meta has signed.';
  sendProblem(reply, problemFor(401, 'META.SIGNED_REQUEST', detail, request.id));
  return reply;
}
