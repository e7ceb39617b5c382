import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { type Server, type Socket, createServer } from 'node:net';
import path from 'node:path';
import { REPLICA_SET } from './commands/server-commands';
import type { Services } from './commands/command';
import { Dispatcher } from './commands/dispatcher';
import { Connection } from './connection';
import { CursorRegistry } from './cursors';
import { SessionRegistry } from './sessions';
import { DocumentStore } from './store/document-store';
import type { KeyValueStore } from './store/key-value';
import { WriteQueue } from './store/write-queue';
import { TtlSweeper } from './ttl';

export type Listen = { readonly socketPath: string } | { readonly host: '127.0.0.1'; readonly port: number };

export interface ServerOptions {
  readonly listen: Listen;
  readonly ttlSeconds: number;
  /** Told about failures of the store itself. */
  readonly report: (error: unknown) => void;
}

function listening(server: Server, listen: Listen): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const ready = (): void => {
      server.off('error', reject);
      resolve();
    };
    if ('socketPath' in listen) server.listen(listen.socketPath, ready);
    else server.listen(listen.port, listen.host, ready);
  });
}

/** The store behind a socket. It has no authentication, so it only ever listens on loopback or a private Unix socket. */
export class MongoServer {
  private readonly connections = new Set<Connection>();
  private readonly server: Server;
  private readonly services: Services;
  private readonly sweeper: TtlSweeper;
  private readonly dispatcher: Dispatcher;

  private constructor(
    private readonly storage: KeyValueStore,
    private readonly options: ServerOptions,
  ) {
    const store = new DocumentStore(storage);
    const writes = new WriteQueue(store.unit);
    const cursors = new CursorRegistry();
    const sessions = new SessionRegistry(store);
    this.sweeper = new TtlSweeper({ store, writes, cursors, sessions }, options.ttlSeconds, options.report);
    const settings = {
      ttlSeconds: () => this.sweeper.seconds,
      setTtlSeconds: (seconds: number) => this.sweeper.setSeconds(seconds),
    };
    this.services = { store, writes, cursors, sessions, settings, connectionCount: () => this.connections.size };
    this.dispatcher = new Dispatcher(this.services, options.report);
    this.server = createServer((socket) => this.accept(socket));
  }

  /** Takes over `storage`: {@link close} closes it, and so does a start that fails. */
  static async start(storage: KeyValueStore, options: ServerOptions): Promise<MongoServer> {
    let server: MongoServer | undefined;
    try {
      server = new MongoServer(storage, options);
      await server.listen();
      return server;
    } catch (error) {
      await (server ?? storage).close();
      throw error;
    }
  }

  /** The connection string for the official driver and for mongoose. */
  get uri(): string {
    // Drivers lower-case the hosts they discover, which breaks socket paths: those are connected to directly.
    if ('socketPath' in this.options.listen)
      return `mongodb://${encodeURIComponent(this.address())}/?directConnection=true`;
    return `mongodb://${this.address()}/?replicaSet=${REPLICA_SET}`;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const connection of this.connections) connection.destroy();
    await closed;
    await this.sweeper.stop();
    this.services.sessions.abortAll();
    await this.services.writes.idle();
    await this.storage.close();
  }

  private async listen(): Promise<void> {
    const { listen } = this.options;
    if (!('socketPath' in listen)) {
      // The type says so too, but not to callers in JavaScript: without authentication nothing else is safe.
      if (String(listen.host) !== '127.0.0.1') throw new Error('the store listens on 127.0.0.1 only');
      return listening(this.server, listen);
    }
    mkdirSync(path.dirname(listen.socketPath), { recursive: true, mode: 0o700 });
    rmSync(listen.socketPath, { force: true }); // left by a process that was killed; the folder's lock guards a live one
    await listening(this.server, listen);
    chmodSync(listen.socketPath, 0o600);
  }

  private address(): string {
    const { listen } = this.options;
    if ('socketPath' in listen) return listen.socketPath;
    const bound = this.server.address();
    const port = bound !== null && typeof bound === 'object' ? bound.port : listen.port;
    return `${listen.host}:${port}`;
  }

  private accept(socket: Socket): void {
    const connection: Connection = new Connection(socket, this.address(), {
      execute: (request, address) => this.dispatcher.execute(request, address),
      closed: () => this.connections.delete(connection),
    });
    this.connections.add(connection);
  }
}
