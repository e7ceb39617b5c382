import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Global, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { InjectConnection, MongooseModule } from '@nestjs/mongoose';
import { Connection, ConnectionStates, type ConnectOptions } from 'mongoose';
import { APP_CONFIG, type AppConfig } from '../config';
import { Contributions } from '../kernel';
import { HealthIndicator } from '../observability';
import { MigrationRunner } from './migration-runner';
import { stayConnected } from './stay-connected';
import { AuditedChangesModule, TransactionsModule } from './transactions.module';

const SERVER_SELECTION_MS = 2_000;

/** Ready means: a primary answers, so an event can be stored durably. */
@Injectable()
export class DatabaseHealth extends HealthIndicator implements OnModuleInit {
  readonly name = 'mongodb';

  constructor(
    @InjectConnection() private readonly connection: Connection,
    private readonly contributions: Contributions,
  ) {
    super();
  }

  /** Waits a moment for the first connection, so that what starts next finds its database; starts without one if need be. */
  async onModuleInit(): Promise<void> {
    this.contributions.provide(HealthIndicator, this);
    await this.firstConnection(SERVER_SELECTION_MS);
  }

  private async firstConnection(waitMs: number): Promise<void> {
    if (this.connection.readyState === ConnectionStates.connected) return;
    const over = new AbortController();
    const { signal } = over;
    // Whichever comes second is called off, and its rejection says only that.
    await Promise.race([once(this.connection, 'connected', { signal }), delay(waitMs, undefined, { signal })]).catch(
      () => undefined,
    );
    over.abort();
  }

  async check(): Promise<void> {
    if (!this.connection.db) throw new Error('not connected');
    const hello = (await this.connection.db.admin().command({ hello: 1 })) as { isWritablePrimary?: boolean };
    if (hello.isWritablePrimary !== true) throw new Error('no primary');
  }
}

const OPTIONS: ConnectOptions = {
  autoIndex: false,
  autoCreate: false,
  bufferCommands: false,
  w: 'majority',
  retryWrites: true,
  minPoolSize: 2,
  serverSelectionTimeoutMS: SERVER_SELECTION_MS,
};

@Global()
@Module({
  imports: [
    TransactionsModule,
    AuditedChangesModule,
    MongooseModule.forRootAsync({
      inject: [APP_CONFIG],
      useFactory: (config: AppConfig) => ({
        ...OPTIONS,
        uri: config.mongo.uri,
        lazyConnection: true,
        connectionFactory: (connection: Connection) => {
          // The first attempt is Nest's own; only its failure needs us.
          connection.asPromise().catch(() => stayConnected(connection, config.mongo.uri, OPTIONS));
          return connection;
        },
      }),
    }),
  ],
  providers: [MigrationRunner, DatabaseHealth],
  exports: [MigrationRunner],
})
export class DatabaseModule {}
