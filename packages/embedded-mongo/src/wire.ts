/*
 * MongoDB's wire protocol, as far as today's drivers use it: OP_MSG, and OP_QUERY for a first hello.
 * Source: MongoDB manual, "MongoDB Wire Protocol".
 */
export const MAX_MESSAGE_BYTES = 48_000_000;
export const MAX_DOCUMENT_BYTES = 16_777_216;
export const MAX_WRITE_BATCH = 100_000;

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const KNOWN_REQUIRED_FLAGS = CHECKSUM_PRESENT | MORE_TO_COME;

/** The peer does not speak the protocol; its socket is to be closed. */
export class ProtocolError extends Error {}

/** A command as it came in; the documents are still raw BSON. */
export interface Request {
  readonly requestId: number;
  readonly kind: 'message' | 'legacyQuery';
  readonly body: Buffer;
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
  /** False for fire-and-forget writes (write concern 0). */
  readonly expectsReply: boolean;
}

function documentAt(bytes: Buffer, offset: number, end: number): Buffer {
  if (offset + 5 > end) throw new ProtocolError('document cut off');
  const length = bytes.readInt32LE(offset);
  if (length < 5 || offset + length > end || bytes[offset + length - 1] !== 0)
    throw new ProtocolError('bad document length');
  return bytes.subarray(offset, offset + length);
}

function cStringEnd(bytes: Buffer, offset: number, end: number): number {
  const zero = bytes.indexOf(0, offset);
  if (zero < 0 || zero >= end) throw new ProtocolError('unterminated string');
  return zero;
}

function parseSequence(bytes: Buffer, start: number, end: number): [name: string, documents: Buffer[]] {
  const zero = cStringEnd(bytes, start, end);
  const documents: Buffer[] = [];
  for (let at = zero + 1; at < end;) {
    const document = documentAt(bytes, at, end);
    documents.push(document);
    at += document.length;
  }
  return [bytes.toString('utf8', start, zero), documents];
}

interface Sections {
  body: Buffer | undefined;
  readonly sequences: Map<string, Buffer[]>;
}

/** Reads the section at `at` into `sections`. @returns where the next one starts */
function parseSection(frame: Buffer, at: number, end: number, sections: Sections): number {
  const kind = frame[at];
  const start = at + 1;
  if (kind === 0 && sections.body === undefined) {
    sections.body = documentAt(frame, start, end);
    return start + sections.body.length;
  }
  if (kind !== 1 || start + 4 > end) throw new ProtocolError('bad section');
  const length = frame.readInt32LE(start);
  if (length < 5 || start + length > end) throw new ProtocolError('bad section length');
  const [name, documents] = parseSequence(frame, start + 4, start + length);
  sections.sequences.set(name, documents);
  return start + length;
}

function parseMessage(frame: Buffer, requestId: number): Request {
  if (frame.length < HEADER_BYTES + 4) throw new ProtocolError('message without flags');
  const flags = frame.readUInt32LE(HEADER_BYTES);
  if ((flags & 0xffff & ~KNOWN_REQUIRED_FLAGS) !== 0) throw new ProtocolError('unknown required flag');
  const end = frame.length - ((flags & CHECKSUM_PRESENT) !== 0 ? 4 : 0);
  const sections: Sections = { body: undefined, sequences: new Map() };
  for (let at = HEADER_BYTES + 4; at < end;) at = parseSection(frame, at, end, sections);
  const { body, sequences } = sections;
  if (body === undefined) throw new ProtocolError('message without a body');
  return { requestId, kind: 'message', body, sequences, expectsReply: (flags & MORE_TO_COME) === 0 };
}

function parseLegacyQuery(frame: Buffer, requestId: number): Request {
  const zero = cStringEnd(frame, HEADER_BYTES + 4, frame.length);
  const body = documentAt(frame, zero + 9, frame.length);
  return { requestId, kind: 'legacyQuery', body, sequences: new Map(), expectsReply: true };
}

/** @throws ProtocolError for anything that is not a well-formed message. */
export function parseFrame(frame: Buffer): Request {
  const requestId = frame.readInt32LE(4);
  const opcode = frame.readInt32LE(12);
  if (opcode === OP_MSG) return parseMessage(frame, requestId);
  if (opcode === OP_QUERY) return parseLegacyQuery(frame, requestId);
  throw new ProtocolError(`opcode ${opcode} is not supported`);
}

/** The bytes that answer a request; `body` is a finished BSON document. */
export function buildReply(request: Request, body: Uint8Array, replyId: number): Buffer {
  const legacy = request.kind === 'legacyQuery';
  const head = Buffer.alloc(legacy ? 36 : 21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(replyId, 4);
  head.writeInt32LE(request.requestId, 8);
  head.writeInt32LE(legacy ? OP_REPLY : OP_MSG, 12);
  if (legacy) {
    head.writeInt32LE(8, 16); // AwaitCapable, as every server since 2.x says
    head.writeInt32LE(1, 32); // one document
  }
  return Buffer.concat([head, body]);
}

/** Cuts a byte stream into frames. */
export class FrameSplitter {
  private chunks: Buffer[] = [];
  private buffered = 0;
  private needed = HEADER_BYTES;

  /** @throws ProtocolError as soon as a length field is impossible, before the bytes are awaited. */
  push(chunk: Buffer): Buffer[] {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    if (this.buffered < this.needed) return [];
    let rest = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks);
    const frames: Buffer[] = [];
    this.needed = HEADER_BYTES;
    while (rest.length >= HEADER_BYTES) {
      const length = rest.readInt32LE(0);
      if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) throw new ProtocolError('bad message length');
      if (rest.length < length) {
        this.needed = length;
        break;
      }
      frames.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    this.chunks = rest.length > 0 ? [rest] : [];
    this.buffered = rest.length;
    return frames;
  }
}
