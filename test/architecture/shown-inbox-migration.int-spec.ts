import { instagramChannel } from '../../migrations/0005-instagram-channel';
import { MigratedDatabase } from '../support/migrated-database';

describe('the migration to conversations that are hidden', () => {
  const database = new MigratedDatabase();

  it('replaces the index of the list, and may run again', async () => {
    const conversations = database.connection.collection('conversations');
    await conversations.createIndex({ workspaceId: 1, lastActivityAt: -1, _id: -1 }, { name: 'inbox' });
    await database.twice(instagramChannel);
    const names = (await conversations.indexes()).map(({ name }) => name);
    expect(names).toContain('inbox_shown');
    expect(names).not.toContain('inbox');
  });
});
