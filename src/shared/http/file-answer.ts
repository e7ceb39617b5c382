import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Readable } from 'node:stream';

/** A file, or a part of it, on its way to whoever asked. */
export interface FileAnswer {
  stream: Readable;
  contentType: string;
  /** In ASCII. */
  fileName: string;
  disposition: 'inline' | 'attachment';
  /** Of the whole file. */
  bytes: number;
  /** Both ends included; absent for all of it. */
  part?: { start: number; end: number };
}

/**
 * Sets status and headers; the returned value is the body. Null: the part that was asked for is not there, which is 416. Pages cannot
 * be made of a file: scripts and frames are forbidden.
 */
export function answerFile(reply: FastifyReply, file: FileAnswer | null): StreamableFile | undefined {
  if (file === null) {
    void reply.status(416);
    return undefined;
  }
  const { stream, contentType: type, fileName, disposition, bytes, part } = file;
  void reply.status(part === undefined ? 200 : 206).headers({
    'accept-ranges': 'bytes',
    'content-security-policy': "default-src 'none'; sandbox",
    ...(part === undefined ? {} : { 'content-range': `bytes ${part.start}-${part.end}/${bytes}` }),
  });
  const length = part === undefined ? bytes : part.end - part.start + 1;
  return new StreamableFile(stream, { type, length, disposition: `${disposition}; filename="${fileName}"` });
}
