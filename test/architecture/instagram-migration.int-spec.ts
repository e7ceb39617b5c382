import { createConnection, type Connection } from 'mongoose';
import { instagramConnections } from '../../migrations/0004-instagram-connections';
import type { Database } from '../../src/shared/database';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

describe('the migration to accounts that may change hands', () => {
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

  it('lets an account that was disconnected be connected elsewhere, and one owner at a time', async () => {
    const accounts = connection.collection<{ _id: string }>('instagramAccounts');
    await accounts.createIndex({ igUserId: 1 }, { name: 'ig_user', unique: true });
    const at = new Date('2026-01-01');
    const row = (id: string, fields: object) => ({ _id: id, workspaceId: id, igUserId: '1', updatedAt: at, ...fields });
    await accounts.insertOne(row('a', { status: 'disconnected' }));
    for (let run = 0; run < 2; run += 1) await instagramConnections.up(connection.db as Database);
    expect(await accounts.findOne({ _id: 'a' })).toMatchObject({ disconnectedAt: at });
    expect((await accounts.indexes()).map(({ name }) => name)).not.toContain('ig_user');
    await accounts.insertOne(row('b', { status: 'connected' }));
    await expect(accounts.insertOne(row('c', { status: 'connected' }))).rejects.toMatchObject({ code: 11_000 });
  });
});
