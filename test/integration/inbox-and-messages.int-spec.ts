import type { InboxEventRow } from '../../src/conversations/schemas/inbox-event.schema';
import type { MessageRow } from '../../src/conversations/schemas/message.schema';
import type { ConversationRow } from '../../src/conversations/schemas/conversation.schema';
import type { ConversationId, WorkspaceId } from '../../src/shared/kernel';
import { LANE, message } from '../support/lane-fixtures';
import { type MessageStore, openMessageStore } from '../support/message-store';
import { newTestName } from '../support/test-name';

describe('events and messages, on the store', () => {
  let store: MessageStore;
  let lane: typeof LANE;

  beforeAll(async () => {
    store = await openMessageStore();
  });

  afterAll(() => store.close());

  beforeEach(() => {
    lane = { ...LANE, conversationId: newTestName() as ConversationId };
  });

  const event = (name: string, part: Partial<InboxEventRow> = {}): InboxEventRow => ({
    ...message(`${lane.conversationId}-${name}`, name),
    ...lane,
    ...part,
  });
  const stored = async (row: InboxEventRow) =>
    store.connection.collection<InboxEventRow>('inboxEvents').findOne({ _id: row._id });
  const row = (name: string, part: Partial<MessageRow> = {}): MessageRow => ({
    _id: `${lane.conversationId}-${name}`,
    ...lane,
    direction: 'out',
    origin: 'bot',
    status: 'sent',
    text: name,
    attachments: [],
    at: new Date(),
    correlationId: 'corr',
    ...part,
  });
  const found = (message: MessageRow) => store.messages.find(lane.workspaceId, message._id);

  it('of a group, duplicates and a bad one are told apart, and all the others are stored', async () => {
    const [known, first, second] = [event('known'), event('first'), event('second')];
    await store.inbox.insertMany([known]);
    // MongoDB refuses an array as _id.
    const bad = event('bad', { _id: ['no', 'id'] as unknown as string });
    const group = [first, { ...known, payload: { ...first.payload } }, bad, second, first];
    const { duplicates, failed } = await store.inbox.insertMany(group);
    expect([...duplicates].sort()).toEqual([1, 4]);
    expect([...failed]).toEqual([2]);
    expect(await stored(first)).toEqual(first);
    expect(await stored(second)).toEqual(second);
    expect(await stored(known)).toEqual(known);
  });

  it('items as they came are forgotten in time, oldest first, and nothing else of them', async () => {
    const day = 24 * 3_600_000;
    const done = (name: string, days: number) =>
      event(name, { status: 'done', doneAt: new Date(Date.now() - days * day), raw: `{"item":"${name}"}` });
    const [oldest, old, fresh, pending] = [
      done('oldest', 6),
      done('old', 5),
      done('fresh', 1),
      event('p', { raw: '{}' }),
    ];
    await store.inbox.insertMany([old, oldest, fresh, pending]);
    const before = new Date(Date.now() - 3 * day);
    expect(await store.inbox.forgetRaw(new Date(0), before, 1)).toEqual(oldest.doneAt);
    expect(await store.inbox.forgetRaw(oldest.doneAt ?? before, before, 10)).toEqual(old.doneAt);
    expect(await store.inbox.forgetRaw(new Date(0), before, 10)).toBeNull();
    const { raw: _raw, ...rest } = old;
    expect(await stored(old)).toEqual(rest);
    expect([(await stored(fresh))?.raw, (await stored(pending))?.raw]).toEqual([fresh.raw, '{}']);
    expect(await store.inbox.findReceived(fresh._id)).toMatchObject({ raw: fresh.raw });
  });

  it('what is done or parked stays so', async () => {
    const [done, parked, receipt] = [event('done'), event('parked'), event('receipt', { status: 'receipt' })];
    await store.inbox.insertMany([done, parked, receipt]);
    await store.inbox.markParked(parked._id, 'because', new Date());
    await store.inbox.markDone([done._id, parked._id, receipt._id], new Date());
    await store.inbox.markParked(done._id, 'too late', new Date());
    expect((await Promise.all([done, parked, receipt].map(stored))).map((it) => it?.status)).toEqual([
      'done',
      'parked',
      'done',
    ]);
  });

  it('a parked event is settled once, whoever comes first', async () => {
    const parked = event('parked', { status: 'parked', parked: { reason: 'r', at: new Date() } });
    await store.inbox.insertMany([parked]);
    const acts = (['replayed', 'discarded', 'replayed', 'discarded'] as const).map((status) =>
      store.inbox.settleParked(parked._id, status, new Date()),
    );
    expect((await Promise.all(acts)).filter(Boolean)).toHaveLength(1);
  });

  it('names each lane that has waited once, and no other', async () => {
    const at = (ms: number) => new Date(Date.now() - ms);
    const other = { ...lane, conversationId: newTestName() as ConversationId };
    await store.inbox.insertMany([
      event('old', { receivedAt: at(10_000) }),
      event('older', { receivedAt: at(20_000) }),
      event('done', { ...other, receivedAt: at(20_000), status: 'done' }),
      event('young', { ...other, receivedAt: at(0) }),
    ]);
    const lanes = await store.inbox.lanesPendingSince(at(5_000), 100);
    expect(lanes.filter(({ conversationId }) => conversationId === lane.conversationId)).toEqual([lane]);
    expect(lanes.filter(({ conversationId }) => conversationId === other.conversationId)).toEqual([]);
    expect((await store.inbox.oldestPending())?.getTime()).toBeLessThanOrEqual(at(19_000).getTime());
  });

  it('inserting message rows again changes none and adds the missing ones', async () => {
    const [first, second] = [row('first'), row('second')];
    await store.messages.insertNew([first]);
    await store.messages.insertNew([{ ...first, text: 'changed' }, second]);
    expect([await found(first), await found(second)]).toMatchObject([first, second]);
  });

  it('a result never takes back that a message was delivered', async () => {
    const sent = row('s', { mid: 'm1', effectId: 's' });
    await store.messages.writeSendResult(sent);
    await store.messages.writeSendResult(row('s', { status: 'failed', error: { code: 'x', message: 'x' } }));
    expect(await found(sent)).toMatchObject({ status: 'sent', mid: 'm1' });
    const failed = row('f', { status: 'failed', error: { code: 'x', message: 'x' } });
    await store.messages.writeSendResult(failed);
    await store.messages.writeSendResult({ ...row('f', { mid: 'm2', effectId: 'f' }) });
    const settled = await found(failed);
    expect(settled).toMatchObject({ status: 'sent', mid: 'm2' });
    expect(settled).not.toHaveProperty('error');
  });

  it('a result never brings back what a person has discarded, unless it was delivered after all', async () => {
    const parked = row('d', { status: 'parked', content: { kind: 'text', text: 'd' } });
    await store.messages.insertNew([parked]);
    await store.messages.discardUndelivered(lane.workspaceId, parked._id);
    await store.messages.writeSendResult(parked);
    expect(await found(parked)).toMatchObject({ status: 'discarded' });
    await store.messages.writeSendResult({ ...row('d', { mid: 'm3', effectId: 'd' }) });
    expect(await found(parked)).toMatchObject({ status: 'sent', mid: 'm3' });
  });

  it('own mids are those of rows that a send wrote, in this account alone', async () => {
    const mid = (name: string) => `${lane.conversationId}-mid-${name}`;
    await store.messages.insertNew([
      row('ours', { mid: mid('ours'), effectId: 'e1' }),
      row('app', { mid: mid('app'), origin: 'app' }),
      row('elsewhere', { mid: mid('elsewhere'), effectId: 'e2', accountId: 'a2' as typeof lane.accountId }),
    ]);
    const all = ['ours', 'app', 'elsewhere', 'none'].map(mid);
    expect([...(await store.messages.ownMids(lane.accountId, all))]).toEqual([mid('ours')]);
    const taken = await store.messages.takenMids(lane.workspaceId, lane.conversationId, all);
    expect([...taken].sort()).toEqual([mid('app'), mid('elsewhere'), mid('ours')]);
  });

  it('a parked send is settled by its echo or discarded, never both', async () => {
    const parked = row('p', { status: 'parked', content: { kind: 'text', text: '$p' } });
    await store.messages.insertNew([parked]);
    expect(await store.messages.parkedOf(lane.workspaceId, lane.conversationId)).toEqual([
      { messageId: parked._id, content: { kind: 'text', text: '$p' } },
    ]);
    const settled = await Promise.all([
      store.messages.settleParked(lane.workspaceId, parked._id, 'm9', new Date()),
      store.messages.discardParked(parked._id),
    ]);
    expect(settled.filter(Boolean)).toHaveLength(1);
    expect(await store.messages.parkedOf(lane.workspaceId, lane.conversationId)).toEqual([]);
  });

  it('another workspace reads and settles nothing', async () => {
    const theirs = 'w2' as typeof lane.workspaceId;
    const parked = row('p', { status: 'parked' });
    await store.messages.insertNew([parked]);
    expect(await store.messages.find(theirs, parked._id)).toBeNull();
    expect(await store.messages.listByConversation(theirs, lane.conversationId, 10)).toEqual([]);
    expect(await store.messages.parkedOf(theirs, lane.conversationId)).toEqual([]);
    expect(await store.messages.settleParked(theirs, parked._id, 'm', new Date())).toBe(false);
    expect(await store.conversations.find(theirs, lane.conversationId)).toBeNull();
  });

  it('pages of a thread neither skip nor repeat rows of one millisecond', async () => {
    const at = new Date();
    const rows = Array.from({ length: 9 }, (_, i) => row(`m${i}`, { at: new Date(at.getTime() - Math.floor(i / 4)) }));
    await store.messages.insertNew(rows);
    const seen: string[] = [];
    let before: { at: Date; id: string } | undefined;
    for (let page = 0; page < 5; page++) {
      const next = await store.messages.listByConversation(lane.workspaceId, lane.conversationId, 2, before);
      seen.push(...next.map(({ _id }) => _id));
      const last = next.at(-1);
      before = last && { at: last.at, id: last._id };
    }
    expect(seen).toHaveLength(9);
    expect(new Set(seen)).toEqual(new Set(rows.map(({ _id }) => _id)));
  });

  it('read receipts only move forward', async () => {
    await store.lanes.begin(lane, 'owner', { leaseMs: 0, find: 1 });
    const [earlier, later] = [new Date(1_700_000_000_000), new Date(1_700_000_001_000)];
    for (const at of [later, earlier]) await store.conversations.noteSeen([{ ...lane, at }]);
    expect((await store.conversations.find(lane.workspaceId, lane.conversationId))?.participantSeenAt).toEqual(later);
  });

  describe('forgetting what a workspace does not want to keep', () => {
    const DAY_MS = 86_400_000;
    const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
    let workspaceId: WorkspaceId;

    beforeEach(() => {
      workspaceId = newTestName() as WorkspaceId;
      lane = { ...lane, workspaceId };
    });

    it('takes the oldest messages, a limited number at a time, and neither parked ones nor those of others', async () => {
      const old = [row('a', { at: ago(9) }), row('b', { at: ago(8) }), row('c', { at: ago(7) })];
      const stays = [
        row('new', { at: ago(1) }),
        row('parked', { at: ago(9), status: 'parked' }),
        row('foreign', { at: ago(9), workspaceId: newTestName() as WorkspaceId }),
      ];
      await store.messages.insertNew([...old, ...stays]);
      expect(await store.messages.removeOlder(workspaceId, ago(5), 2)).toBe(2);
      expect(await Promise.all(old.map(found))).toEqual([null, null, expect.objectContaining({ text: 'c' })]);
      expect(await store.messages.removeOlder(workspaceId, ago(5), 2)).toBe(1);
      expect(await store.messages.removeOlder(workspaceId, ago(5), 2)).toBe(0);
      const left = await Promise.all(stays.map((it) => store.messages.find(it.workspaceId, it._id)));
      expect(left.map((it) => it?.text)).toEqual(['new', 'parked', 'foreign']);
    });

    it('lets conversations at rest forget what was said, and leaves those that have something to do', async () => {
      const rows = store.connection.collection<ConversationRow>('conversations');
      const said = { text: 'secret', at: ago(9), direction: 'in' as const };
      const conversation = (name: string, part: Partial<ConversationRow>) =>
        ({
          ...{ _id: `${lane.conversationId}-${name}`, workspaceId, shadow: false, turnVersion: 3 },
          ...{ lastMessage: said, state: { format: 1 }, lastActivityAt: ago(9), workDueAt: null },
          ...part,
        }) as ConversationRow;
      await rows.insertMany([
        conversation('rest', {}),
        conversation('busy', { workDueAt: new Date() }),
        conversation('young', { lastActivityAt: ago(1) }),
      ]);
      expect(await store.conversations.forgetContent(workspaceId, ago(5), 10)).toBe(1);
      const after = await rows.find({ workspaceId }).sort({ _id: 1 }).toArray();
      expect(after.map(({ lastMessage, state, turnVersion }) => [lastMessage, state, turnVersion])).toEqual([
        [said, { format: 1 }, 3],
        [null, null, 4],
        [said, { format: 1 }, 3],
      ]);
      expect(await store.conversations.forgetContent(workspaceId, ago(5), 10)).toBe(0);
    });
  });
});
