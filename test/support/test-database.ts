import { MongooseModule } from '@nestjs/mongoose';
import { createConnection } from 'mongoose';
import { newId } from '../../src/shared/kernel';
import type { IndexDeclaration } from '../../src/shared/database';

export interface TestDatabase {
  uri: string;
  /** For `imports` of a testing module. */
  module: ReturnType<typeof MongooseModule.forRoot>;
  drop(): Promise<void>;
}

/** A database of its own with the given indexes, on the store that MONGODB_URI names unless told otherwise. */
export async function createTestDatabase(
  indexes: readonly IndexDeclaration[],
  server = process.env['MONGODB_URI'],
): Promise<TestDatabase> {
  if (!server) throw new Error('Integration tests need MONGODB_URI.');
  const url = new URL(server);
  url.pathname = `/parley_test_${newId()}`;
  const uri = url.toString();
  const connection = await createConnection(uri, { autoIndex: false, autoCreate: false }).asPromise();
  for (const { collection, key, options } of indexes) await connection.collection(collection).createIndex(key, options);
  return {
    uri,
    module: MongooseModule.forRoot(uri, { autoIndex: false, autoCreate: false, retryAttempts: 1 }),
    drop: async () => {
      await connection.dropDatabase();
      await connection.close();
    },
  };
}
