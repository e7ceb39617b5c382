import type { IncomingMessage } from 'node:http';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AppConfig } from '../config';
import { CORRELATION_HEADER, correlationIdFrom } from './correlation-id';
import { drainConnectionsAtShutdown } from './drain-connections';
import { crossOrigin } from './cross-origin';
import { buildOpenApiDocument } from './openapi/open-api-document';
import { problemOf } from './problem/problem';
import { sendProblem } from './problem/problem.filter';
import { securityHeadersFor } from './security-headers';
import { acceptUploads } from './upload/streamed-upload';
import { tooDeepFields } from './validation/too-deep-fields';
import { invalidRequest } from './validation/request-validation.pipe';

const BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * Fastify with our correlation ids; what its router refuses before any filter is worded as a problem, too. Only
 * `trustedProxies` (addresses or networks, comma-separated) may say by X-Forwarded-For where a request comes from.
 */
export function newHttpAdapter(trustedProxies?: string): FastifyAdapter {
  return new FastifyAdapter({
    ...(trustedProxies === undefined ? {} : { trustProxy: trustedProxies }),
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: ({ headers }: IncomingMessage) => correlationIdFrom(headers[CORRELATION_HEADER]),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers(headersOf(request, false));
      sendProblem(reply, problemOf(error, request.id));
    },
  });
}

/** Headers of every answer, and Swagger UI at /docs with its document at /docs/openapi.json. Call it before `listen`. */
export function setUpHttp(app: NestFastifyApplication, config: AppConfig): void {
  const overTls = config.process.publicUrl.startsWith('https://');
  if (config.process.corsOrigins.length > 0) app.enableCors(crossOrigin(config.process.corsOrigins));
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  drainConnectionsAtShutdown(fastify);
  acceptUploads(fastify);
  fastify
    .addHook('onRequest', (request, reply, done) => {
      void reply.headers(headersOf(request, overTls));
      done();
    })
    // Before any code of ours that walks a body recursively.
    .addHook('preValidation', (request, reply, done) => {
      const fields = tooDeepFields(request.body);
      if (fields.length === 0) done();
      else sendProblem(reply, problemOf(invalidRequest(fields), request.id));
    });
  SwaggerModule.setup('docs', app, () => buildOpenApiDocument(app), {
    jsonDocumentUrl: 'docs/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Parley API',
    // Headings first: there are too many operations to scroll through.
    swaggerOptions: { persistAuthorization: true, displayOperationId: true, docExpansion: 'none', filter: true },
  });
}

function headersOf(request: { id: string; url: string }, overTls: boolean): Record<string, string> {
  const path = request.url.split('?', 1)[0] ?? '';
  return { [CORRELATION_HEADER]: request.id, ...securityHeadersFor(path, overTls) };
}
