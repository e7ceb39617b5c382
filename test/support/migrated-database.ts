import { createConnection, type Connection } from 'mongoose';
import type { Database, Migration } from '../../src/shared/database';
import { createTestDatabase, type TestDatabase } from './test-database';

/** An empty database of its own for the tests around the call, and what migrations make of it. */
export class MigratedDatabase {
  private database: TestDatabase | undefined;
  private open: Connection | undefined;

  constructor() {
    beforeAll(async () => {
      this.database = await createTestDatabase([]);
      this.open = await createConnection(this.database.uri, { autoIndex: false, autoCreate: false }).asPromise();
    });
    afterAll(async () => {
      await this.open?.close();
      await this.database?.drop();
    });
  }

  get connection(): Connection {
    if (this.open === undefined) throw new Error('The database is there within tests only.');
    return this.open;
  }

  rows(collection: string) {
    return this.connection.collection<{ _id: string; [field: string]: unknown }>(collection);
  }

  async indexNames(collection: string): Promise<(string | undefined)[]> {
    return (await this.connection.collection(collection).indexes()).map(({ name }) => name);
  }

  /** As after a crash in the middle: it may run again. */
  async twice({ up }: Migration): Promise<void> {
    for (let run = 0; run < 2; run += 1) await up(this.connection.db as Database);
  }
}
