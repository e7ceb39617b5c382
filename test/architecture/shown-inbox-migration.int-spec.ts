import { createConnection, type Connection } from 'mongoose';
import { instagramChannel } from '../../migrations/0005-instagram-channel';
import type { Database } from '../../src/shared/database';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

describe('the migration to conversations that are hidden', () => {
  let database: TestDatabase;
  let connection: Connection;

  beforeAll(async () => {
    database = await createTestDatabase([]);
    connection = await createConnection(database.uri, { autoIndex: false, autoCreate: false }).asPromise();
  });
  afterAll(async () => {
    await connection.close();
    await database.drop();
  });

  it('replaces the index of the list, and may run again', async () => {
    const conversations = connection.collection('conversations');
    await conversations.createIndex({ workspaceId: 1, lastActivityAt: -1, _id: -1 }, { name: 'inbox' });
    for (let run = 0; run < 2; run += 1) await instagramChannel.up(connection.db as Database);
    const names = (await conversations.indexes()).map(({ name }) => name);
    expect(names).toContain('inbox_shown');
    expect(names).not.toContain('inbox');
  });
});
