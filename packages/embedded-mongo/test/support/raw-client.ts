import { type Socket, connect } from 'node:net';
import { type Document, deserialize, serialize } from 'bson';

const OP_MSG = 2013;

/** Frames bytes as one message; `fields` override what a correct client would send. */
export function frame(payload: Buffer, fields: { length?: number; opcode?: number; flags?: number } = {}): Buffer {
  const head = Buffer.alloc(20);
  head.writeInt32LE(fields.length ?? head.length + payload.length, 0);
  head.writeInt32LE(1, 4);
  head.writeInt32LE(fields.opcode ?? OP_MSG, 12);
  head.writeUInt32LE(fields.flags ?? 0, 16);
  return Buffer.concat([head, payload]);
}

/** A body section: kind 0 and the command. */
export const body = (command: Document): Buffer => Buffer.concat([Buffer.from([0]), serialize(command)]);

/** A client without a driver's own ideas about sessions, retries and framing. */
export class RawClient {
  private received = Buffer.alloc(0);
  private readonly waiting: ((frame: Buffer) => void)[] = [];
  readonly closed: Promise<void>;

  private constructor(private readonly socket: Socket) {
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined); // a reset is a way to close
    socket.on('data', (chunk) => this.receive(chunk));
  }

  static connect(uri: string): Promise<RawClient> {
    const { hostname, port } = new URL(uri);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      socket.once('error', reject);
      socket.once('connect', () => resolve(new RawClient(socket)));
    });
  }

  send(bytes: Buffer): void {
    this.socket.write(bytes);
  }

  async command(command: Document): Promise<Document> {
    const reply = new Promise<Buffer>((resolve) => this.waiting.push(resolve));
    this.send(frame(body({ ...command, $db: (command.$db as string | undefined) ?? 'test' })));
    return deserialize((await reply).subarray(21));
  }

  /** Resolves with the next reply as it came. */
  next(): Promise<Buffer> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Sends everything, then leaves. */
  finish(): Promise<void> {
    this.socket.end();
    return this.closed;
  }

  end(): Promise<void> {
    this.socket.destroy();
    return this.closed;
  }

  private receive(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    while (this.received.length >= 4 && this.received.length >= this.received.readInt32LE(0)) {
      const length = this.received.readInt32LE(0);
      this.waiting.shift()?.(this.received.subarray(0, length));
      this.received = this.received.subarray(length);
    }
  }
}
