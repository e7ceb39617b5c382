import { inboxLists } from '../../migrations/0015-inbox-lists';
import { eventIdOf } from '../../src/conversations/domain/event-id';
import type { AccountId } from '../../src/shared/kernel';
import { MigratedDatabase } from '../support/migrated-database';

const place = { workspaceId: 'w', conversationId: 'c', accountId: 'a' };
const idOf = (mid: string) => eventIdOf(place.accountId as AccountId, `message:${mid}`);

describe('the migration to lists of several filters', () => {
  const database = new MigratedDatabase();

  it('replaces indexes, and may run again', async () => {
    const conversations = database.connection.collection('conversations');
    await conversations.createIndex({ workspaceId: 1, shadow: 1, isUnread: 1 }, { name: 'inbox_unread' });
    await database.connection.collection('messageMarks').createIndex({ workspaceId: 1 }, { name: 'of_conversation' });
    await database.twice(inboxLists);
    const names = (await conversations.indexes()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['inbox_unread_status', 'inbox_tag_open', 'inbox_shown']));
    expect(names).not.toContain('inbox_unread');
    expect(await database.indexNames('messageMarks')).not.toContain('of_conversation');
  });

  it('finds earlier messages by what was heard in them and by their last edit, but none that was taken back', async () => {
    const messages = database.connection.collection<{ _id: string; terms?: string[] }>('messages');
    const marks = database.connection.collection<{ _id: string }>('messageMarks');
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
    await database.twice(inboxLists);
    const termsOf = async (_id: string) => (await messages.findOne({ _id }))?.terms;
    expect(await termsOf('voice')).toEqual(['old', 'the', 'blue', 'one']);
    expect(await termsOf('silent')).toEqual([]);
    expect(await termsOf(idOf('m1'))).toEqual(['green', 'shoes']);
    expect(await termsOf('send')).toEqual(['ours']);
    expect(await termsOf(idOf('m3'))).toEqual(['old']);
    expect(await termsOf(idOf('m4'))).toEqual([]);
  });
});
