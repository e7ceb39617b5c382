import { createHash } from 'node:crypto';
import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel';
import { invalidRequest } from '../validation/request-validation.pipe';

/** Of one file. */
const UPLOAD_BYTES = 10 * 1024 * 1024;
/** Beside the file. */
const UPLOAD_FIELDS = 10;

const bytesOf = new WeakMap<FastifyRequest, Buffer>();

/** Parameter: the bytes of the file that `ReadUpload` has read. */
export const UploadedBytes = createParamDecorator((_: unknown, context: ExecutionContext): Buffer => {
  const bytes = bytesOf.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (bytes === undefined) throw noFile();
  return bytes;
});

/**
 * For a route that takes a file as multipart/form-data, in the field `file`. Reads it once the caller has been let in;
 * the body then has the other fields, with `fileName` and `sha256` of the file.
 */
@Injectable()
export class ReadUpload implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    // Whether they may come in is decided; what they sent is judged where every body is.
    if (!request.isMultipart()) return true;
    const { file, fields } = await partsOf(request);
    if (file === undefined) throw noFile();
    bytesOf.set(request, file.bytes);
    const sha256 = createHash('sha256').update(file.bytes).digest('hex');
    request.body = { ...fields, fileName: file.name, sha256 };
    return true;
  }
}

const noFile = () => invalidRequest([{ field: 'file', rule: 'must be sent, as multipart/form-data' }]);

interface Parts {
  file?: { name: string; bytes: Buffer };
  fields: Record<string, unknown>;
}

async function partsOf(request: FastifyRequest): Promise<Parts> {
  const parts: Parts = { fields: {} };
  try {
    for await (const part of request.parts({ limits: { files: 1, fileSize: UPLOAD_BYTES, fields: UPLOAD_FIELDS } })) {
      if (part.type === 'field') parts.fields[part.fieldname] = part.value;
      else parts.file = await fileOf(part);
    }
  } catch (error) {
    throw refusalOf(error);
  }
  return parts;
}

async function fileOf(part: MultipartFile): Promise<{ name: string; bytes: Buffer }> {
  if (part.fieldname !== 'file') throw invalidRequest([{ field: part.fieldname, rule: 'is not a file that is known' }]);
  return { name: part.filename, bytes: await part.toBuffer() };
}

/** What the parser says of the sender's mistakes; all else is a fault of ours. */
function refusalOf(error: unknown): unknown {
  if (error instanceof DomainError || !(error instanceof Error) || !('statusCode' in error)) return error;
  const { statusCode } = error;
  if (statusCode === 413)
    return new DomainError('UPLOAD.TOO_LARGE', 'invalid', `A file has at most ${UPLOAD_BYTES} bytes, one at a time.`);
  return invalidRequest([{ field: 'file', rule: 'must be well-formed multipart/form-data' }]);
}
