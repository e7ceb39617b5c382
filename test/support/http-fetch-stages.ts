import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { UndiciHttpFetch } from '../../src/shared/providers/http-fetch/undici-http-fetch';
import type { HttpFetchStage, SeenRequest } from './http-fetch-contract';
import { type Answer, ScriptedHttpFetch } from './scripted-http-fetch';

/** A server on this machine that answers as it is told. */
export class LoopbackServer {
  readonly answers = new Map<string, Answer | ((response: ServerResponse) => void)>();
  private readonly server: Server;
  private readonly sockets: Socket[] = [];

  private constructor(readonly requests: SeenRequest[]) {
    // Nobody but the client ends a connection.
    this.server = createServer(
      { keepAliveTimeout: 600_000 },
      (request, response) => void this.handle(request, response),
    );
    this.server.on('connection', (socket) => this.sockets.push(socket));
  }

  /** `requests`: where it notes what arrives. */
  static async start(requests: SeenRequest[] = []): Promise<LoopbackServer> {
    const one = new LoopbackServer(requests);
    await new Promise<void>((resolve) => one.server.listen(0, '127.0.0.1', resolve));
    return one;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Resolves once every client has closed its connections, by itself. */
  async allDisconnected(): Promise<void> {
    for (const socket of this.sockets) if (!socket.closed) await once(socket, 'close');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    this.requests.push({ method, path, headers: headers as Record<string, string>, body: await text(request) });
    const answer = this.answers.get(path) ?? { status: 404 };
    if (typeof answer === 'function') return answer(response);
    if (answer === 'hangs' || answer === 'is-away') return;
    if (answer === 'breaks') return void response.socket?.destroy();
    response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  }
}

/** The real one, over HTTP to two servers on this machine. */
export async function openLoopbackStage(): Promise<HttpFetchStage> {
  const seen: SeenRequest[] = [];
  const servers = [await LoopbackServer.start(seen), await LoopbackServer.start(seen)] as const;
  const gone = await LoopbackServer.start();
  const away = gone.origin;
  await gone.stop();
  return {
    fetch: new UndiciHttpFetch({ allowLoopback: true }),
    origin: servers[0].origin,
    elsewhere: servers[1].origin,
    away,
    answer: (url, answer) => {
      const { origin, pathname, search } = new URL(url);
      servers.find((one) => one.origin === origin)?.answers.set(pathname + search, answer);
    },
    seen: () => seen,
    close: async () => {
      for (const server of servers) await server.stop();
    },
  };
}

export async function openScriptedStage(): Promise<HttpFetchStage> {
  const fetch = new ScriptedHttpFetch();
  return Promise.resolve({
    fetch,
    origin: 'http://127.0.0.1:8080',
    elsewhere: 'http://127.0.0.1:8081',
    away: 'http://127.0.0.1:8082',
    answer: (url, answer) => fetch.answer(url, answer),
    seen: () =>
      fetch.sent.map(({ method, url, headers, body = '' }) => ({
        method,
        path: url.pathname + url.search,
        headers,
        body,
      })),
    close: async () => undefined,
  });
}
