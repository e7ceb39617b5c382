import { RecordingAudit, userCaller } from '../../../test/support/audit';
import { claimed, conversation, LANE, message, msAfter, NOW, says, USER } from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { MemoryEvents } from '../../../test/support/memory-events';
import { standIn } from '../../../test/support/stand-in';
import { encodeCursor, stableId } from '../../shared/kernel';
import { sentMessage } from '../domain/message-rows';
import type { LaneEvents } from '../receiving/lane-events.service';
import { ParkedSends } from './parked-sends.service';
import { ParkedService } from './parked.service';
import type { ConversationsRepository } from '../repositories/conversations.repository';
import type { InboxRepository } from '../repositories/inbox.repository';
import type { MessagesRepository } from '../repositories/messages.repository';
import type { ConversationRow } from '../schemas/conversation.schema';
import type { InboxEventRow } from '../schemas/inbox-event.schema';
import type { MessageRow } from '../schemas/message.schema';

const ADMIN = userCaller('admin');
/** As a message that nobody shall send any more. */
const DISCARDED = {
  type: 'message.changed',
  workspaceId: 'w1',
  conversationId: 'lane1',
  data: { status: 'discarded' },
};
const parkedEvent = (id: string): InboxEventRow => ({
  ...message(id, 'Hi', { platformAt: msAfter(-9) }),
  status: 'parked',
  parked: { reason: 'why', at: NOW },
});
const parkedSend = (id: string, part: Partial<MessageRow> = {}): MessageRow => ({
  ...sentMessage(conversation(), claimed(id, 'unknown', { content: says('Hello') }), {
    status: 'parked',
    error: { code: 'SEND.AMBIGUOUS', message: 'two of them' },
    at: NOW,
  }),
  ...part,
});

describe('ParkedService', () => {
  const clock = new ManualClock();
  let events: InboxEventRow[];
  let sends: MessageRow[];
  let lane: ConversationRow | null;
  let steps: unknown[][];
  let audit: RecordingAudit;
  /** Whether the row is still parked when it is settled. */
  let stillParked: boolean;
  let news: MemoryEvents;
  let parked: ParkedService;

  beforeEach(() => {
    [events, sends, lane, steps, audit, stillParked] = [[], [], conversation(), [], new RecordingAudit(), true];
    news = new MemoryEvents();
    const step =
      <T>(name: string, answer: () => T) =>
      (...args: unknown[]) => {
        steps.push([name, ...args]);
        return Promise.resolve(answer());
      };
    const lanes = standIn<LaneEvents>({
      add: step('add', () => undefined),
      addWithin: step('add', () => undefined),
    });
    const parkedSends = new ParkedSends(
      standIn<MessagesRepository>({
        listParked: step('listSends', () => sends),
        findParked: (id) => Promise.resolve(sends.find(({ _id }) => _id === id) ?? null),
        discardParked: step('discardSend', () => stillParked),
      }),
      standIn<ConversationsRepository>({ find: () => Promise.resolve(lane) }),
      lanes,
      audit.changes,
      news,
      clock,
    );
    parked = new ParkedService(
      standIn<InboxRepository>({
        list: step('list', () => events),
        findParked: (id) => Promise.resolve(events.find(({ _id }) => _id === id) ?? null),
        settleParked: step('settle', () => stillParked),
      }),
      parkedSends,
      lanes,
      audit.changes,
      clock,
    );
  });

  const names = () => steps.map(([name]) => name);

  describe('lists', () => {
    it('events with reason and content, a page at a time', async () => {
      events = [parkedEvent('a'), parkedEvent('b')];
      const page = await parked.list('event', { limit: 1 });
      expect(page.items).toMatchObject([
        {
          kind: 'event',
          id: 'a',
          workspaceId: 'w1',
          conversationId: 'lane1',
          at: NOW,
          reason: 'why',
          content: { text: 'Hi' },
        },
      ]);
      await parked.list('event', { limit: 1, cursor: page.nextCursor });
      expect(steps).toEqual([
        ['list', 'parked', 2, undefined],
        ['list', 'parked', 2, { at: NOW, id: 'a' }],
      ]);
    });

    it('sends with the words for what went wrong', async () => {
      sends = [parkedSend('s')];
      const page = await parked.list('send', { limit: 5, cursor: encodeCursor({ at: NOW, id: 'x' }) });
      expect(page).toMatchObject({ items: [{ kind: 'send', id: 's', reason: 'two of them', content: says('Hello') }] });
      expect(page.nextCursor).toBeUndefined();
    });

    it('what nobody recognised, with the reason that decoding gave', async () => {
      events = [
        {
          ...parkedEvent('u'),
          status: 'ignored',
          parked: undefined,
          payload: { kind: 'unrecognised', reason: 'new kind', raw: '1' },
        },
      ];
      await expect(parked.listUnrecognised({ limit: 5 })).resolves.toMatchObject({ items: [{ reason: 'new kind' }] });
      expect(steps[0]?.[1]).toBe('ignored');
    });

    it('refuses a cursor that is none', async () => {
      await expect(parked.list('event', { limit: 5, cursor: 'x' })).rejects.toMatchObject({ code: 'CURSOR.INVALID' });
    });
  });

  describe('replays an event', () => {
    it('as a new event in the same place of the order; only then is the old one settled', async () => {
      events = [parkedEvent('a')];
      await parked.replay(ADMIN, 'event', 'a');
      expect(names()).toEqual(['add', 'settle']);
      expect(steps[0]).toEqual([
        'add',
        expect.objectContaining({ _id: 'lane1', workspaceId: 'w1', accountId: 'a1', participantId: 'p1' }),
        [{ id: stableId('replay', 'a'), payload: events[0]?.payload, at: msAfter(-9), correlationId: 'corr-a' }],
      ]);
      expect(steps[1]).toEqual(['settle', 'a', 'replayed', clock.now()]);
      expect(audit.entries).toMatchObject([
        { action: 'parked.event.replayed', target: 'a', caller: ADMIN, isChange: true },
      ]);
    });

    it('not when it is parked no more', async () => {
      await expect(parked.replay(ADMIN, 'event', 'a')).rejects.toMatchObject({ code: 'PARKED.NOT_FOUND' });
      expect([steps, audit.entries]).toEqual([[], []]);
    });
  });

  describe('replays a send', () => {
    beforeEach(() => {
      sends = [parkedSend('s', { userId: USER })];
    });

    it('after it has left the parked state, in the name of whoever wrote it', async () => {
      await parked.replay(ADMIN, 'send', 's');
      expect(names()).toEqual(['discardSend', 'add']);
      expect(steps[1]?.[2]).toEqual([
        {
          id: stableId('replay', 's'),
          payload: { kind: 'person-send', content: says('Hello'), userId: USER, replaysMessageId: 's' },
          at: clock.now(),
          correlationId: ADMIN.correlationId,
        },
      ]);
      expect(audit.entries).toMatchObject([{ action: 'parked.send.replayed', workspaceId: 'w1', isChange: true }]);
      expect(news.told).toMatchObject([DISCARDED]);
    });

    it('of the bot in the admin’s name', async () => {
      sends = [parkedSend('s')];
      await parked.replay(ADMIN, 'send', 's');
      expect(steps[1]?.[2]).toMatchObject([{ payload: { userId: 'admin' } }]);
    });

    it('not when a late echo has settled it meanwhile: it would be sent twice', async () => {
      stillParked = false;
      await expect(parked.replay(ADMIN, 'send', 's')).rejects.toMatchObject({
        code: 'PARKED.SETTLED',
        kind: 'conflict',
      });
      expect(names()).toEqual(['discardSend']);
      expect([audit.entries, news.told]).toEqual([[], []]);
    });

    it.each<[string, () => void]>([
      ['it is unknown', () => (sends = [])],
      ['its conversation is gone', () => (lane = null)],
    ])('not when %s', async (_, prepare) => {
      prepare();
      await expect(parked.replay(ADMIN, 'send', 's')).rejects.toMatchObject({ code: 'PARKED.NOT_FOUND' });
      expect(steps).toEqual([]);
    });
  });

  describe.each([
    ['event', 'settle'],
    ['send', 'discardSend'],
  ] as const)('discards an %s', (kind, step) => {
    beforeEach(() => {
      sends = [parkedSend('x')];
    });

    it('once, and notes who did', async () => {
      await parked.discard(ADMIN, kind, 'x');
      expect(names()).toEqual([step]);
      expect(audit.entries).toMatchObject([
        { action: `parked.${kind}.discarded`, target: 'x', caller: ADMIN, isChange: true },
      ]);
      // An event that was set aside is in no list.
      expect(news.told).toMatchObject(kind === 'send' ? [{ ...DISCARDED, subjectId: 'x' }] : []);
    });

    it('not when somebody else was first', async () => {
      stillParked = false;
      await expect(parked.discard(ADMIN, kind, 'x')).rejects.toMatchObject({ code: 'PARKED.NOT_FOUND' });
      expect([audit.entries, news.told]).toEqual([[], []]);
    });
  });

  it('works on the lane of the event', async () => {
    events = [{ ...parkedEvent('a'), ...LANE, participantId: 'p9' }];
    await parked.replay(ADMIN, 'event', 'a');
    expect(steps[0]?.[1]).toMatchObject({ participantId: 'p9' });
  });
});
