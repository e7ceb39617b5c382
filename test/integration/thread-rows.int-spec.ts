import fc from 'fast-check';
import type { ChannelEvent } from '../../src/conversations/domain/channel-event';
import { eventIdOf } from '../../src/conversations/domain/event-id';
import { rowOf, sentMessage } from '../../src/conversations/domain/message-rows';
import { FindEditedMessages } from '../../src/conversations/messages/find-edited-messages.job';
import { ShownMessages } from '../../src/conversations/messages/shown-messages.service';
import { ThreadRows } from '../../src/conversations/messages/thread-rows.service';
import type { LaneEvent, LaneEventPayload } from '../../src/conversations/schemas/inbox-event.schema';
import type { MessageRow } from '../../src/conversations/schemas/message.schema';
import { type AccountId, Contributions, type ConversationId } from '../../src/shared/kernel';
import { claimed, conversation, LANE, laneEvent, msAfter } from '../support/lane-fixtures';
import { ManualClock } from '../support/manual-clock';
import { type MessageStore, openMessageStore } from '../support/message-store';
import { newTestName } from '../support/test-name';

type Payload = Exclude<ChannelEvent, { kind: 'seen' }>;
const SECRET = 'my address is Elm Street 5';

describe('what happens to messages after they were sent, on the store', () => {
  let store: MessageStore;
  let rows: ThreadRows;
  let shown: ShownMessages;
  let job: FindEditedMessages;
  let lane: typeof LANE;
  const clock = new ManualClock();

  beforeAll(async () => {
    store = await openMessageStore();
    rows = new ThreadRows(store.marks, store.messages, store.conversations, store.inbox, clock);
    shown = new ShownMessages(store.messages, store.marks, store.threads);
    job = new FindEditedMessages(new Contributions(), store.marks, store.messages, clock);
  });

  afterAll(() => store.close());

  beforeEach(() => {
    lane = { ...LANE, conversationId: newTestName() as ConversationId, accountId: newTestName() as AccountId };
  });

  const told = (payload: Omit<Payload, 'participantId'>): LaneEvent => {
    const part = { ...lane, platformAt: new Date(payload.at) };
    return laneEvent(eventIdOf(lane.accountId, payload.dedupeKey), payload as LaneEventPayload, part);
  };
  const at = (seconds: number) => msAfter(seconds * 1_000).getTime();
  const original = (mid = 'm') =>
    told({
      kind: 'message',
      at: at(0),
      dedupeKey: `message:${mid}`,
      mid,
      text: SECRET,
      attachments: [{ type: 'image' }],
    } as Payload);
  const edit = (editNumber: number, mid = 'm') =>
    told({
      kind: 'edit',
      at: at(editNumber),
      dedupeKey: `edit:${mid}:${editNumber}`,
      mid,
      text: `${SECRET}, edit ${editNumber}`,
      editNumber,
    } as Payload);
  const react = (seconds: number, action: 'react' | 'unreact', emoji?: string, mid = 'm') =>
    told({
      kind: 'reaction',
      at: at(seconds),
      dedupeKey: `r:${mid}:${seconds}:${action}`,
      mid,
      action,
      emoji,
    } as Payload);
  const unsend = (mid = 'm', part: object = {}) =>
    told({ kind: 'unsend', at: at(60), dedupeKey: `unsend:${mid}`, mid, ...part } as Payload);

  /** Stores the event as the webhook would, then takes its turn. */
  const happens = async (event: LaneEvent) => {
    await store.inbox.insertMany([{ ...event, raw: JSON.stringify(event.payload) }]);
    await rows.insert([rowOf(event) ?? []].flat());
    await rows.amend([event]);
  };
  const row = () => conversation({ ...lane, _id: lane.conversationId });
  const thread = () => shown.thread(row(), 50);
  const everything = async () => {
    const { connection } = store;
    const of = { conversationId: lane.conversationId };
    const found = await Promise.all(
      ['messages', 'messageMarks', 'inboxEvents'].map((name) => connection.collection(name).find(of).toArray()),
    );
    return JSON.stringify(found);
  };

  it('shows the newest reaction of each side, and edits with what was said before', async () => {
    for (const event of [original(), react(3, 'react', '❤️'), edit(1), edit(2)]) await happens(event);
    expect(await thread()).toMatchObject([
      {
        text: `${SECRET}, edit 2`,
        reactions: [{ by: 'participant', emoji: '❤️', at: msAfter(3_000) }],
        earlierTexts: [{ text: SECRET }, { text: `${SECRET}, edit 1` }],
      },
    ]);
    await happens(react(4, 'unreact'));
    expect((await thread())[0]?.reactions).toEqual([]);
  });

  it('gives the same in whatever order, and however often, it is told', async () => {
    const events = () => [
      original(),
      edit(1),
      edit(2),
      react(3, 'react', '❤️'),
      react(3, 'unreact'),
      react(5, 'react', '👍'),
    ];
    for (const event of events()) await happens(event);
    const expected = await thread();
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 0, 2, 4], { minLength: 9 });
    await fc.assert(
      fc.asyncProperty(order, async (indexes) => {
        lane = { ...lane, conversationId: newTestName() as ConversationId, accountId: newTestName() as AccountId };
        const again = events();
        for (const index of indexes) await happens(again[index] as LaneEvent);
        expect(withoutIds(await thread())).toEqual(withoutIds(expected));
      }),
      { numRuns: 25 },
    );
  });

  describe('words', () => {
    const found = async (word: string) =>
      (await store.threads.withWords(lane.workspaceId, [word], { limit: 5, conversationId: lane.conversationId }))
        .length;
    const HOUR = 3_600_000;

    it('are those of the last edit, also where the message came in a later turn', async () => {
      for (const event of [edit(1), edit(2), original()]) await happens(event);
      expect([await found('street'), await found('edit')]).toEqual([1, 0]);
      await job.run();
      expect(await found('edit')).toBe(0);
      clock.advance(HOUR);
      await job.run();
      expect([await found('edit'), await found('2')]).toEqual([1, 1]);
      clock.advance(HOUR);
      expect(await store.marks.wordsDue(clock.now(), 10)).toEqual([]);
    });

    it('are left alone by a look that a further edit overtakes', async () => {
      for (const event of [edit(1), original()]) await happens(event);
      clock.advance(HOUR);
      const [mark] = await store.marks.wordsDue(clock.now(), 10);
      if (mark === undefined) throw new Error('It is due.');
      await happens(edit(2));
      await store.marks.looked(mark, null);
      await job.run();
      expect(await found('2')).toBe(1);
    });

    it('are looked for no longer where the message was taken back, or never comes', async () => {
      for (const event of [edit(1), unsend()]) await happens(event);
      await happens(edit(1, 'other'));
      for (let day = 0; day < 10; day += 1) {
        clock.advance(24 * HOUR);
        await job.run();
      }
      expect(
        await store.connection
          .collection('messageMarks')
          .find({ wordsDueAt: { $exists: true } })
          .toArray(),
      ).toEqual([]);
      expect(await found('edit')).toBe(0);
    });
  });

  it('keeps nothing of a message that was taken back, whenever that is told', async () => {
    const events = () => [original(), edit(1), edit(2), unsend()];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 0, 3], { minLength: 6 }), async (indexes) => {
        lane = { ...lane, conversationId: newTestName() as ConversationId, accountId: newTestName() as AccountId };
        const told = events();
        for (const index of indexes) await happens(told[index] as LaneEvent);
        expect(await everything()).not.toContain('Elm Street');
        expect(await thread()).toMatchObject([{ text: '', attachments: [], mid: 'm', unsentAt: msAfter(60_000) }]);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps nothing of a message of ours that its owner took back in the app', async () => {
    const send = { ...claimed(`send-${lane.conversationId}`), content: { kind: 'text' as const, text: SECRET } };
    const sent = sentMessage(row(), send, { status: 'sent', mid: 'ours', at: msAfter(0) });
    await store.messages.writeSendResult(sent);
    await store.connection
      .collection<{ _id: string }>('conversations')
      .insertOne({ ...row(), lastMessage: { text: SECRET, at: msAfter(0), direction: 'out' } } as never);
    await happens(unsend('ours', { fromAccount: true }));
    expect(await everything()).not.toContain('Elm Street');
    expect(await thread()).toMatchObject([{ id: sent._id, text: '', mid: 'ours', unsentAt: msAfter(60_000) }]);
    const after = await store.conversations.find(lane.workspaceId, lane.conversationId);
    expect(after?.lastMessage).toMatchObject({ text: '', direction: 'out' });
    // The send cannot be matched with another message now, but its echo is known still.
    expect(await store.messages.ownMids(lane.accountId, ['ours'])).toEqual(new Set(['ours']));
  });

  it('makes files that were copied due to be removed', async () => {
    await happens(original());
    await happens(unsend());
    const [stored] = await store.messages.findAll(lane.workspaceId, [original()._id]);
    expect(stored).toMatchObject({ attachments: [], mediaDueAt: msAfter(60_000) } satisfies Partial<MessageRow>);
  });

  it('touches no message of another account or workspace that has the same mid', async () => {
    await happens(original());
    const mine = lane;
    lane = { ...lane, conversationId: newTestName() as ConversationId, accountId: newTestName() as AccountId };
    await happens(unsend());
    await happens(react(3, 'react', '❤️'));
    lane = mine;
    expect(await thread()).toMatchObject([{ text: SECRET, reactions: [] }]);
  });

  it('remembers what is said of messages that nobody here has', async () => {
    await happens(react(3, 'react', '❤️', 'older'));
    expect(await thread()).toEqual([]);
    await happens(original('older'));
    expect(await thread()).toMatchObject([{ mid: 'older', reactions: [{ emoji: '❤️' }] }]);
  });
});

const withoutIds = (messages: readonly { id: string }[]) => messages.map((message) => ({ ...message, id: '' }));
