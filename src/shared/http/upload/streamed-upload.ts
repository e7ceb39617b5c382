import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { invalidRequest } from '../validation/request-validation.pipe';

/** Whatever a route allows, no upload is longer. */
const MAX_BYTES = 32_000_000;

/** Of a route that takes a file alone, as it comes. */
const ONE_FILE = { files: 1, fields: 0, parts: 1, fileSize: MAX_BYTES };

/** Lets routes take files as `multipart/form-data`. Nothing is read before a route, or its guard, asks for it. */
export function acceptUploads(fastify: FastifyInstance): void {
  void fastify.register(multipart, { limits: { files: 1, headerPairs: 20 }, throwFileSizeLimit: true });
}

/** Hands the one file of a request to `take`, bytes as they come. @throws DomainError REQUEST.INVALID where there is none. */
export async function withUpload<T>(
  request: FastifyRequest,
  take: (file: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  const part = await partOf(request);
  try {
    return await take(part.file);
  } finally {
    // What was not read stands in the way of the answer.
    part.file.resume();
  }
}

async function partOf(request: FastifyRequest): Promise<MultipartFile> {
  if (!request.isMultipart()) throw noFile('must be sent as multipart/form-data');
  const part = await request.file({ limits: ONE_FILE }).catch((cause: unknown) => {
    throw noFile(cause instanceof Error ? cause.message : 'cannot be read');
  });
  if (part === undefined) throw noFile('must be there');
  return part;
}

const noFile = (rule: string) => invalidRequest([{ field: 'file', rule }]);
