import { getConnectionToken, MongooseModule } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Connection } from 'mongoose';
import { awaitingMedia } from '../../src/conversations/domain/message-media';
import { MessageMediaRepository } from '../../src/conversations/repositories/message-media.repository';
import { ParticipantProfilesRepository } from '../../src/conversations/repositories/participant-profiles.repository';
import { PROFILE_DUE } from '../../src/conversations/repositories/profile-due';
import {
  conversationIndexes,
  CONVERSATIONS,
  conversationSchema,
} from '../../src/conversations/schemas/conversation.schema';
import {
  messageIndexes,
  MESSAGES,
  type MessageRow,
  messageSchema,
} from '../../src/conversations/schemas/message.schema';
import { MediaStore } from '../../src/instagram/media/media-store.service';
import { MediaFilesRepository } from '../../src/instagram/repositories/media-files.repository';
import { MEDIA_FILES, mediaFileIndexes, mediaFileSchema } from '../../src/instagram/schemas/media-file.schema';
import type { AccountId, ConversationId, UserId, WorkspaceId } from '../../src/shared/kernel';
import { ObjectStore, ObjectTooLarge } from '../../src/shared/providers/storage';
import { conversation, LANE } from '../support/lane-fixtures';
import { MemoryObjectStore } from '../support/memory-object-store';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const NOW = new Date('2026-06-01T12:00:00Z');
const after = (ms: number) => new Date(NOW.getTime() + ms);
const [W1, W2] = ['w1', 'w2'] as [WorkspaceId, WorkspaceId];
const { conversationId, accountId } = LANE;

describe('media and profiles on the store', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let rows: Connection;
  let objects: MemoryObjectStore;

  beforeEach(async () => {
    database = await createTestDatabase([...conversationIndexes, ...messageIndexes, ...mediaFileIndexes]);
    objects = new MemoryObjectStore();
    module = await Test.createTestingModule({
      imports: [
        database.module,
        MongooseModule.forFeature([
          { name: CONVERSATIONS, schema: conversationSchema },
          { name: MESSAGES, schema: messageSchema },
          { name: MEDIA_FILES, schema: mediaFileSchema },
        ]),
      ],
      providers: [
        MessageMediaRepository,
        ParticipantProfilesRepository,
        MediaFilesRepository,
        MediaStore,
        { provide: ObjectStore, useValue: objects },
      ],
    }).compile();
    rows = module.get<Connection>(getConnectionToken());
  });
  afterEach(async () => {
    await module.close();
    await database.drop();
  });

  const collection = (name: string) => rows.collection<{ _id: string }>(name);

  describe('files of a message', () => {
    const picture = { type: 'image', url: 'https://cdn/1' };
    const message = (id: string, at: Date, workspaceId = W1): MessageRow =>
      awaitingMedia({
        _id: id,
        workspaceId,
        conversationId,
        accountId,
        direction: 'in',
        origin: 'participant',
        status: 'received',
        mid: `mid-${id}`,
        text: '',
        attachments: [{ type: 'share', url: 'https://cdn/post' }, picture],
        at,
        correlationId: 'c',
      });
    const insert = async (...messages: MessageRow[]) =>
      void (await rows.collection<MessageRow>(MESSAGES).insertMany(messages));
    const media = () => module.get(MessageMediaRepository);
    const first = async () => {
      const [due] = await media().due(NOW, 10);
      if (due === undefined) throw new Error('Nothing is due.');
      return due;
    };

    it('are due at once, the newest first; a message without any never is', async () => {
      await insert(
        message('old', after(-2_000)),
        message('new', after(-1_000), W2),
        message('later', after(1_000)),
        awaitingMedia({ ...message('text', NOW), attachments: [], mediaDueAt: undefined }),
        awaitingMedia({
          ...message('story', NOW),
          attachments: [{ type: 'image', url: 'https://cdn/s', isStory: true }, { type: 'ephemeral' }],
          mediaDueAt: undefined,
        }),
      );
      expect((await media().due(NOW, 10)).map(({ messageId }) => messageId)).toEqual(['new', 'old']);
      expect(await media().due(NOW, 1)).toMatchObject([{ messageId: 'new', workspaceId: W2, attempts: 0 }]);
    });

    it('are taken by one of many, who counts the try', async () => {
      await insert(message('m', NOW));
      const due = await first();
      const taken = await Promise.all(Array.from({ length: 6 }, () => media().take(due, after(60_000))));
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect(await media().due(NOW, 10)).toEqual([]);
      expect(await media().due(after(60_000), 10)).toMatchObject([{ attempts: 1 }]);
    });

    it('are marked in their place, and nothing else of the message is touched', async () => {
      await insert(message('m', NOW));
      const due = await first();
      await media().take(due, after(60_000));
      const file = { id: 'f', key: 'w1/c/f', contentType: 'image/png', bytes: 5 };
      const changes = [{ index: 1, set: { state: 'stored' as const, file } }];
      expect(await media().settle(due, after(60_000), { changes, nextAt: null })).toBe(true);
      const row = await collection(MESSAGES).findOne({ _id: 'm' });
      expect(row).toMatchObject({
        attachments: [
          { type: 'share', url: 'https://cdn/post' },
          { ...picture, state: 'stored', file },
        ],
      });
      expect(row).not.toHaveProperty('mediaDueAt');
    });

    it('are left alone when the message was unsent meanwhile, and are due again to be removed', async () => {
      await insert(message('m', NOW));
      const due = await first();
      await media().take(due, after(60_000));
      await collection(MESSAGES).updateOne({ _id: 'm' }, { $set: { attachments: [], mediaDueAt: NOW } });
      const changes = [{ index: 1, set: { state: 'stored' as const } }];
      expect(await media().settle(due, after(60_000), { changes, nextAt: null })).toBe(false);
      expect(await media().due(NOW, 10)).toMatchObject([{ attachments: [] }]);
    });

    it('are nobody’s of another workspace', async () => {
      await insert(message('m', NOW));
      const due = { ...(await first()), workspaceId: W2 };
      expect(await media().take(due, after(1))).toBe(false);
      expect(await media().settle(due, NOW, { changes: [], nextAt: null })).toBe(false);
    });
  });

  describe('files in the object store', () => {
    const body = (text: string) =>
      (async function* () {
        yield Buffer.from(text);
      })();
    const file = (id: string, part: { workspaceId?: WorkspaceId; messageId?: string; at?: Date } = {}) => ({
      id,
      workspaceId: W1,
      conversationId,
      accountId,
      kind: 'image' as const,
      messageId: 'm1',
      at: NOW,
      ...part,
    });
    const store = () => module.get(MediaStore);
    const keys = () => [...objects.files.keys()].sort();

    it('are found whole, in their workspace and conversation alone', async () => {
      await store().keep(file('f'), 'image/png', body('hello'), 10);
      expect(await store().find(W1, 'f', conversationId)).toMatchObject({ contentType: 'image/png', bytes: 5 });
      expect(await store().find(W2, 'f')).toBeNull();
      expect(await store().find(W1, 'f', 'other' as ConversationId)).toBeNull();
    });

    it('are not found before they are whole', async () => {
      await expect(store().keep(file('f'), 'image/png', body('too long'), 3)).rejects.toBeInstanceOf(ObjectTooLarge);
      expect(await store().find(W1, 'f')).toBeNull();
      expect(keys()).toEqual([]);
    });

    it('do not outlive an erasure that comes while they are written', async () => {
      const erasing = (async function* () {
        yield Buffer.from('hel');
        await collection(MEDIA_FILES).deleteMany({});
        yield Buffer.from('lo');
      })();
      await store().keep(file('f'), 'image/png', erasing, 10);
      expect([keys(), await store().find(W1, 'f')]).toEqual([[], null]);
    });

    it('go with their message, but for those that it still has', async () => {
      await store().keep(file('f1'), 'image/png', body('1'), 10);
      await store().keep(file('f2'), 'image/png', body('2'), 10);
      await store().keep(file('f3', { messageId: 'm2' }), 'image/png', body('3'), 10);
      await store().removeOthers(W2, 'm1', new Set());
      await store().removeOthers(W1, 'm1', new Set(['f2']));
      expect(keys()).toEqual([`w1/${conversationId}/f2`, `w1/${conversationId}/f3`]);
      expect([await store().find(W1, 'f1'), (await store().find(W1, 'f2'))?._id]).toEqual([null, 'f2']);
    });

    it('are forgotten by age, the oldest first, a few at a time', async () => {
      for (const [id, at] of [
        ['a', after(-3)],
        ['b', after(-2)],
        ['c', NOW],
      ] as const)
        await store().keep(file(id, { at }), 'image/png', body(id), 10);
      await store().keep(file('d', { at: after(-9), workspaceId: W2 }), 'image/png', body('d'), 10);
      expect([await store().removeOlder(W1, NOW, 1), await store().removeOlder(W1, NOW, 10)]).toEqual([1, 1]);
      expect(keys()).toEqual([`w1/${conversationId}/c`, `w2/${conversationId}/d`]);
      expect(await store().removeOlder(W1, NOW, 10)).toBe(0);
    });

    it('of an upload say by whom', async () => {
      const { messageId: _, ...upload } = file('f');
      await store().keep({ ...upload, uploadedBy: 'ann' as UserId }, 'image/png', body('1'), 10);
      expect(await store().find(W1, 'f')).toMatchObject({ uploadedBy: 'ann', at: NOW });
    });
  });

  describe('profiles', () => {
    const profiles = () => module.get(ParticipantProfilesRepository);
    const insert = async (part: object = {}) =>
      void (await collection(CONVERSATIONS).insertOne({ ...conversation(), ...part }));
    const commit = async () =>
      void (await collection(CONVERSATIONS).updateOne({ _id: conversationId }, [
        { $set: { profileDueAt: PROFILE_DUE } },
      ]));
    const soon = () => new Date(Date.now() + 5_000);
    const dueOne = async () => (await profiles().due(soon(), 10))[0];

    it('are due when a person writes of whom nothing fresh is known', async () => {
      await insert();
      await commit();
      expect(await dueOne()).toMatchObject({ ...LANE });
    });

    it('are not due while they are fresh, nor twice while they are asked for', async () => {
      await insert({ profileFreshUntil: new Date(Date.now() + 60_000) });
      await commit();
      expect(await dueOne()).toBeUndefined();
      await collection(CONVERSATIONS).updateOne({ _id: conversationId }, { $set: { profileFreshUntil: new Date(0) } });
      await commit();
      const due = await dueOne();
      if (due === undefined) throw new Error('Nothing is due.');
      const until = new Date(Date.now() + 60_000);
      const taken = await Promise.all(Array.from({ length: 6 }, () => profiles().take(due, until)));
      expect(taken.filter(Boolean)).toHaveLength(1);
      await commit();
      expect(await dueOne()).toBeUndefined();
    });

    it('are kept with the names, and rest until they are old', async () => {
      await insert({ participant: { name: 'Old', username: 'jane' } });
      await commit();
      const profile = { name: 'Jane', followsBusiness: true, at: NOW };
      const owner = await profiles().save(W1, conversationId, profile, new Date(Date.now() + 60_000));
      expect(owner).toEqual({ ...LANE, contactId: 'c1' });
      expect(await collection(CONVERSATIONS).findOne({ _id: conversationId })).toMatchObject({
        participant: { name: 'Jane', username: 'jane' },
        profile,
        profileDueAt: null,
      });
      await commit();
      expect(await dueOne()).toBeUndefined();
    });

    it('that nobody tells leave what was known', async () => {
      await insert({ participant: { name: 'Jane' }, profile: { at: NOW } });
      await profiles().save(W1, conversationId, null, NOW);
      expect(await collection(CONVERSATIONS).findOne({ _id: conversationId })).toMatchObject({
        participant: { name: 'Jane' },
        profile: { at: NOW },
      });
    });

    it('are nobody’s of another workspace', async () => {
      await insert();
      expect(await profiles().save(W2, conversationId, { name: 'x', at: NOW }, NOW)).toBeNull();
      await profiles().postpone(W2, conversationId, new Date(0));
      expect(await dueOne()).toBeUndefined();
      expect(await profiles().take({ ...LANE, workspaceId: W2, dueAt: NOW }, NOW)).toBe(false);
    });
  });
});

describe('what is copied', () => {
  const row = (attachments: MessageRow['attachments']): MessageRow => ({
    _id: 'm',
    workspaceId: W1,
    conversationId,
    accountId: 'a' as AccountId,
    direction: 'in',
    origin: 'participant',
    status: 'received',
    text: '',
    attachments,
    at: NOW,
    correlationId: 'c',
  });

  it.each(['image', 'video', 'audio', 'file'])('%s', (type) => {
    const waiting = awaitingMedia(row([{ type, url: 'https://cdn/1' }]));
    expect(waiting).toMatchObject({ attachments: [{ state: 'waiting' }], mediaDueAt: NOW });
    // Again changes nothing.
    expect(awaitingMedia(waiting)).toEqual(waiting);
  });

  it.each<[string, MessageRow['attachments'][number]]>([
    ['a story', { type: 'image', url: 'https://cdn/1', isStory: true }],
    ['a story mention', { type: 'story_mention', url: 'https://cdn/1' }],
    ['what may be seen once', { type: 'image', url: 'https://cdn/1', isEphemeral: true }],
    ['what others have posted', { type: 'ig_reel', url: 'https://cdn/1' }],
    ['what has no address', { type: 'image' }],
  ])('not %s', (_, attachment) => {
    const untouched = row([attachment]);
    expect(awaitingMedia(untouched)).toBe(untouched);
  });
});
