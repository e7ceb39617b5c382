import { instagramConnections } from '../../migrations/0004-instagram-connections';
import { MigratedDatabase } from '../support/migrated-database';

describe('the migration to accounts that may change hands', () => {
  const database = new MigratedDatabase();

  it('lets an account that was disconnected be connected elsewhere, and one owner at a time', async () => {
    const accounts = database.connection.collection<{ _id: string }>('instagramAccounts');
    await accounts.createIndex({ igUserId: 1 }, { name: 'ig_user', unique: true });
    const at = new Date('2026-01-01');
    const row = (id: string, fields: object) => ({ _id: id, workspaceId: id, igUserId: '1', updatedAt: at, ...fields });
    await accounts.insertOne(row('a', { status: 'disconnected' }));
    await database.twice(instagramConnections);
    expect(await accounts.findOne({ _id: 'a' })).toMatchObject({ disconnectedAt: at });
    expect((await accounts.indexes()).map(({ name }) => name)).not.toContain('ig_user');
    await accounts.insertOne(row('b', { status: 'connected' }));
    await expect(accounts.insertOne(row('c', { status: 'connected' }))).rejects.toMatchObject({ code: 11_000 });
  });
});
