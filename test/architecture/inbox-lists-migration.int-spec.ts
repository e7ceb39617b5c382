import { createConnection, type Connection } from 'mongoose';
import { inboxLists } from '../../migrations/0015-inbox-lists';
import { eventIdOf } from '../../src/conversations/domain/event-id';
import type { Database } from '../../src/shared/database';
import type { AccountId } from '../../src/shared/kernel';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const place = { workspaceId: 'w', conversationId: 'c', accountId: 'a' };
const idOf = (mid: string) => eventIdOf(place.accountId as AccountId, `message:${mid}`);

describe('the migration to lists of several filters', () => {
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

  const migrateTwice = async () => {
    for (let run = 0; run < 2; run += 1) await inboxLists.up(connection.db as Database);
  };

  it('replaces indexes, and may run again', async () => {
    const conversations = connection.collection('conversations');
    await conversations.createIndex({ workspaceId: 1, shadow: 1, isUnread: 1 }, { name: 'inbox_unread' });
    await connection.collection('messageMarks').createIndex({ workspaceId: 1 }, { name: 'of_conversation' });
    await migrateTwice();
    const names = (await conversations.indexes()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['inbox_unread_status', 'inbox_tag_open', 'inbox_shown']));
    expect(names).not.toContain('inbox_unread');
    expect((await connection.collection('messageMarks').indexes()).map(({ name }) => name)).not.toContain(
      'of_conversation',
    );
  });

  it('finds earlier messages by what was heard in them and by their last edit, but none that was taken back', async () => {
    const messages = connection.collection<{ _id: string; terms?: string[] }>('messages');
    const marks = connection.collection<{ _id: string }>('messageMarks');
    const heard = (text: string) => [
      { type: 'audio', transcript: { text, model: 'm', at: new Date() } },
      { type: 'image' },
    ];
    const old = (_id: string, part: object) => ({
      _id,
      ...place,
      text: 'old',
      terms: ['old'],
      attachments: [],
      ...part,
    });
    await messages.insertMany([
      old('voice', { attachments: heard('The blue one') }),
      old('silent', { attachments: heard('secret'), text: '', terms: [], unsentAt: new Date() }),
      old(idOf('m1'), {}),
      old('send', { mid: 'm2', effectId: 'e' }),
      old(idOf('m3'), {}),
      old(idOf('m4'), { terms: [], unsentAt: new Date() }),
    ]);
    const edits = (...texts: string[]) => texts.map((text, number) => ({ number, text, at: new Date() }));
    const mark = (mid: string, part: object) => ({ _id: `mark-${mid}`, ...place, mid, reactions: [], ...part });
    await marks.insertMany([
      mark('m1', { edits: edits('red', 'green shoes') }),
      mark('m2', { edits: edits('ours') }),
      mark('m3', { edits: [] }),
      mark('m4', { edits: edits(''), unsentAt: new Date() }),
      mark('gone', { edits: edits('nobody') }),
    ]);
    await migrateTwice();
    const termsOf = async (_id: string) => (await messages.findOne({ _id }))?.terms;
    expect(await termsOf('voice')).toEqual(['old', 'the', 'blue', 'one']);
    expect(await termsOf('silent')).toEqual([]);
    expect(await termsOf(idOf('m1'))).toEqual(['green', 'shoes']);
    expect(await termsOf('send')).toEqual(['ours']);
    expect(await termsOf(idOf('m3'))).toEqual(['old']);
    expect(await termsOf(idOf('m4'))).toEqual([]);
  });
});
