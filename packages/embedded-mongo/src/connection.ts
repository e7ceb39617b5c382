import type { Socket } from 'node:net';
import { FrameSplitter, ProtocolError, type Request, buildReply, parseFrame } from './wire';

export interface ConnectionHandlers {
  /** Answers one request with a finished BSON document; never rejects. */
  execute(request: Request, address: string): Promise<Buffer>;
  closed(): void;
}

/**
 * One client. Requests are answered one after another, as they came. Anything that is not the protocol closes this
 * socket and touches nothing else.
 */
export class Connection {
  private readonly frames = new FrameSplitter();
  private readonly waiting: Request[] = [];
  private busy = false;
  private replies = 0;

  constructor(
    private readonly socket: Socket,
    private readonly address: string,
    private readonly handlers: ConnectionHandlers,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.receive(chunk));
    socket.on('close', () => handlers.closed());
    socket.on('error', () => socket.destroy()); // the peer went away: there is nobody to tell
  }

  destroy(): void {
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    try {
      this.waiting.push(...this.frames.push(chunk).map(parseFrame));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.destroy();
      return;
    }
    if (!this.busy) void this.answerAll();
  }

  private async answerAll(): Promise<void> {
    this.busy = true;
    for (let request = this.waiting.shift(); request; request = this.waiting.shift()) {
      const body = await this.handlers.execute(request, this.address);
      if (this.socket.destroyed) break;
      if (request.expectsReply && !this.socket.write(buildReply(request, body, ++this.replies))) await this.drained();
    }
    this.busy = false;
  }

  private drained(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.once('drain', resolve);
      this.socket.once('close', () => resolve());
    });
  }
}
