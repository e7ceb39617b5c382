import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly body: string;
  readonly json: WebhookBody;
  readonly signature: string;
  readonly contentType: string;
}

export interface WebhookBody {
  readonly object: string;
  readonly entry: readonly {
    readonly id: string;
    readonly time: number;
    readonly messaging?: readonly Record<string, unknown>[];
    readonly standby?: readonly Record<string, unknown>[];
    readonly changes?: readonly { readonly field: string; readonly value: Record<string, unknown> }[];
    readonly field?: string;
    readonly value?: Record<string, unknown>;
  }[];
}

/** The application's side of the webhook: records what arrives and answers as told. */
export class Callback {
  readonly received: Received[] = [];
  /** Statuses for the next POSTs; 200 when empty. 0 = never answer. */
  readonly answers: number[] = [];
  /** Called for each POST before it is answered. */
  onPost: (() => Promise<void> | void) | null = null;

  private constructor(
    private readonly server: Server,
    private readonly verifyToken: string,
  ) {}

  static async start(verifyToken: string): Promise<Callback> {
    const server = createServer();
    const callback = new Callback(server, verifyToken);
    server.on('request', (request, response) => void callback.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return callback;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/webhooks/instagram`;
  }

  /** The messaging items of everything received, in order. */
  items(): Record<string, unknown>[] {
    return this.received.flatMap(({ json }) => json.entry.flatMap((entry) => [...(entry.messaging ?? [])]));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') return this.handshake(request, response);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    this.received.push({
      body,
      json: JSON.parse(body) as WebhookBody,
      signature: String(request.headers['x-hub-signature-256']),
      contentType: String(request.headers['content-type']),
    });
    await this.onPost?.();
    const status = this.answers.shift() ?? 200;
    if (status > 0) response.writeHead(status).end();
  }

  private handshake(request: IncomingMessage, response: ServerResponse): void {
    const query = new URL(request.url ?? '/', 'http://callback').searchParams;
    const known = query.get('hub.mode') === 'subscribe' && query.get('hub.verify_token') === this.verifyToken;
    response.writeHead(known ? 200 : 403).end(known ? query.get('hub.challenge') : '');
  }
}
