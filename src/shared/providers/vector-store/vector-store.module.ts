import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../config';
import { Clock, Contributions } from '../../kernel';
import { EmbeddedVectorStore } from './embedded-vector-store';
import { VectorSource, VectorStore } from './vector-store.port';

const MEGABYTE = 1024 * 1024;

@Module({
  providers: [
    {
      provide: EmbeddedVectorStore,
      inject: [APP_CONFIG, Contributions, Clock],
      useFactory: ({ knowledge }: AppConfig, contributions: Contributions, clock: Clock) => {
        contributions.declare(VectorSource, 'one');
        return new EmbeddedVectorStore({
          source: () => contributions.one(VectorSource),
          beginThread: () => new Worker(path.join(__dirname, 'index-thread.js')),
          clock,
          maxBytes: knowledge.indexMegabytes * MEGABYTE,
        });
      },
    },
    { provide: VectorStore, useExisting: EmbeddedVectorStore },
  ],
  exports: [VectorStore],
})
export class VectorStoreModule implements OnApplicationShutdown {
  constructor(@Inject(EmbeddedVectorStore) private readonly store: EmbeddedVectorStore) {}

  onApplicationShutdown(): Promise<void> {
    return this.store.stop();
  }
}
