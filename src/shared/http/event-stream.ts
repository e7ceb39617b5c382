import type { FastifyReply } from 'fastify';

/** What a reader may leave unread before it is given up. */
const UNREAD_BYTES = 1024 * 1024;

/** An answer of server-sent events, written as they come. */
export class EventStream {
  constructor(private readonly reply: FastifyReply) {}

  /** Sends the head. `closed` is called once the client is gone or the stream has ended. */
  open(closed: () => void): void {
    const headers = this.reply.getHeaders();
    this.reply.hijack();
    const { raw } = this.reply;
    raw.once('close', closed);
    raw.writeHead(200, {
      ...(headers as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // An ended stream leaves no idle connection behind, for which a shutdown would wait.
      connection: 'close',
      // A proxy must not collect what should arrive now.
      'x-accel-buffering': 'no',
    });
    this.comment('open');
  }

  /** One event for each item, as JSON. False: the client reads too slowly. */
  send(name: string, items: readonly object[]): boolean {
    return this.write(items.map((item) => `event: ${name}\ndata: ${JSON.stringify(item)}\n\n`).join(''));
  }

  /** Blocks as they stand on the wire, each with its empty line. False: the client reads too slowly, or is gone. */
  write(blocks: string): boolean {
    // Whoever left before the head was sent is told of by no event.
    if (this.isGone) return false;
    this.reply.raw.write(blocks);
    return this.reply.raw.writableLength <= UNREAD_BYTES;
  }

  /** Nobody is there any more. */
  get isGone(): boolean {
    return this.reply.raw.destroyed;
  }

  /** Keeps the connection; clients do not see it. */
  comment(text: string): void {
    this.reply.raw.write(`: ${text}\n\n`);
  }

  end(): void {
    this.reply.raw.end();
  }

  /** Lets go of what was not read. */
  cutOff(): void {
    this.reply.raw.destroy();
  }
}
