import { headAllowed } from '../../src/conversations/repositories/expressions';
import type { LaneIdentity } from '../../src/conversations/repositories/lane.repository';
import type { ConversationRow, OutboxEntry } from '../../src/conversations/schemas/conversation.schema';
import type { ConversationId } from '../../src/shared/kernel';
import { entry, hold, LANE } from '../support/lane-fixtures';
import { commitOf, leased, type MessageStore, openMessageStore } from '../support/message-store';
import { newTestName } from '../support/test-name';

const HOUR_MS = 3_600_000;
const WINDOW_MS = 24 * HOUR_MS;

/** By the database's clock. */
const fromNow = (ms: number) => ({ $add: ['$$NOW', ms] });

describe('sends, on the store', () => {
  let store: MessageStore;
  let lane: LaneIdentity;

  beforeAll(async () => {
    store = await openMessageStore();
  });

  afterAll(() => store.close());

  beforeEach(async () => {
    lane = { ...LANE, conversationId: newTestName() as ConversationId };
    const { guard } = await leased(store, lane);
    await store.lanes.commit(guard, commitOf(), [], null);
  });

  const rows = () => store.connection.collection<ConversationRow>('conversations');
  const read = async () => (await store.outbox.read(lane)) as ConversationRow;
  const outboxIds = async () => (await read()).outbox.map(({ id }) => id);

  /** Puts the conversation into a state; dates may be expressions by the database's time. */
  const prepare = (outbox: OutboxEntry[], fields: Record<string, unknown> = {}) =>
    rows().updateOne({ _id: lane.conversationId }, [{ $set: { outbox, lastInboundAt: '$$NOW', ...fields } }]);
  const claim = (id = 'c1', humanAgentMs = 0) => ({
    id,
    owner: 'o1',
    deadlineMs: 10_000,
    window: { windowMs: WINDOW_MS, humanAgentMs },
  });
  const head = (effectId: string, claimId: string | null) => ({ ...lane, effectId, claimId });

  it('of many that claim one head, one gets it', async () => {
    await prepare([entry('s1'), entry('s2')]);
    const claims = Array.from({ length: 20 }, (_, i) => store.outbox.claim(lane, 's1', claim(`c${i}`)));
    const won = (await Promise.all(claims)).filter((claimed) => claimed !== null);
    expect(won).toHaveLength(1);
    expect((await read()).outbox[0]).toMatchObject({
      id: 's1',
      status: 'sending',
      claim: { id: won[0]?.outbox[0]?.claim?.id },
    });
  });

  it('one that went out is a revision of its own', async () => {
    await prepare([entry('s1'), entry('s2')]);
    const claimed = await store.outbox.claim(lane, 's1', claim());
    const { revision = 0 } = await read();
    const after = await store.outbox.shift(head('s1', claimed?.outbox[0]?.claim?.id ?? null), 'text');
    expect([revision, after?.revision]).toEqual([1, 2]);
  });

  describe('a message that went out answers', () => {
    const at = (ms: number) => new Date(Date.now() + ms);
    const sentAfter = async (answers: Date, waiting: Record<string, unknown>) => {
      await prepare([entry('s1', { answers })], waiting);
      const claimed = await store.outbox.claim(lane, 's1', claim());
      await store.outbox.shift(head('s1', claimed?.outbox[0]?.claim?.id ?? null), 'text');
      return (await read()).waitingSince;
    };

    it('what was there when it was decided', async () => {
      const wrote = at(-5_000);
      expect(await sentAfter(wrote, { waitingSince: wrote, lastWrittenAt: wrote })).toBeNull();
    });

    it('nothing that has come since', async () => {
      const [first, second] = [at(-5_000), at(-1_000)];
      expect(await sentAfter(first, { waitingSince: first, lastWrittenAt: second })).toEqual(second);
      expect(await sentAfter(first, { waitingSince: second, lastWrittenAt: second })).toEqual(second);
    });

    it('nobody who does not wait', async () => {
      expect(await sentAfter(at(0), { waitingSince: null, lastWrittenAt: at(-1_000) })).toBeNull();
    });
  });

  it('one to a blocked person, or one that is refused for good, is never claimed', async () => {
    await prepare([entry('s1', { origin: 'person' })], { blockedAt: new Date() });
    expect(await store.outbox.claim(lane, 's1', claim())).toBeNull();
    await prepare([entry('s1', { origin: 'person', refusal: { code: 'C', message: 'm' } })], { blockedAt: null });
    expect(await store.outbox.claim(lane, 's1', claim())).toBeNull();
  });

  it('a claim carries the database’s time and its deadline', async () => {
    await prepare([entry('s1')]);
    const claimed = (await store.outbox.claim(lane, 's1', claim()))?.outbox[0];
    const { at, deadline } = claimed?.claim ?? { at: new Date(0), deadline: new Date(0) };
    expect(deadline.getTime() - at.getTime()).toBe(10_000);
    expect(claimed?.dueAt).toEqual(deadline);
    expect((await read()).workDueAt).toEqual(deadline);
  });

  it.each([
    { case: 'not the head', outbox: [entry('s0'), entry('s1')], fields: {} },
    { case: 'opted out', outbox: [entry('s1')], fields: { optedOut: true } },
    { case: 'a window that nobody opened', outbox: [entry('s1')], fields: { lastInboundAt: null } },
  ])('is refused: $case', async ({ outbox, fields }) => {
    await prepare(outbox, fields);
    expect(await store.outbox.claim(lane, 's1', claim())).toBeNull();
    expect((await read()).outbox[0]?.status).toBe('pending');
  });

  it('another workspace claims nothing', async () => {
    await prepare([entry('s1')]);
    expect(await store.outbox.claim({ ...lane, workspaceId: 'w2' as never }, 's1', claim())).toBeNull();
  });

  // One command sets the facts and judges them, so both go by the same $$NOW.
  it.each([
    { case: 'the window has a millisecond left', fields: { lastInboundAt: fromNow(-HOUR_MS + 1) }, may: true },
    { case: 'the window ends now', fields: { lastInboundAt: fromNow(-HOUR_MS) }, may: false },
    { case: 'the window ended a millisecond ago', fields: { lastInboundAt: fromNow(-HOUR_MS - 1) }, may: false },
    { case: 'a hold has a millisecond left', fields: { hold: { id: 'h1', until: fromNow(1) } }, may: false },
    { case: 'a hold ends now', fields: { hold: { id: 'h1', until: fromNow(0) } }, may: true },
    { case: 'a hold ended a millisecond ago', fields: { hold: { id: 'h1', until: fromNow(-1) } }, may: true },
  ])('when $case, the bot may send: $may', async ({ fields, may }) => {
    await prepare([entry('s1')]);
    const judged = [{ $set: fields }, { $set: { judged: headAllowed({ windowMs: HOUR_MS, humanAgentMs: 0 }) } }];
    await rows().updateOne({ _id: lane.conversationId }, judged);
    expect(await read()).toMatchObject({ judged: may });
  });

  it.each([
    { case: 'a person a day later', part: { origin: 'person' as const }, may: true },
    { case: 'the bot a day later', part: {}, may: false },
    {
      case: 'a person a week later',
      part: { origin: 'person' as const },
      fields: { lastInboundAt: fromNow(-168 * HOUR_MS) },
      may: false,
    },
  ])('with the Human Agent feature, $case may send: $may', async ({ part, fields, may }) => {
    await prepare([entry('s1', part)], { lastInboundAt: fromNow(-25 * HOUR_MS), ...fields });
    const claimed = await store.outbox.claim(lane, 's1', claim('c1', 168 * HOUR_MS));
    expect(claimed !== null).toBe(may);
  });

  it('people of other accounts write no longer than the bot', async () => {
    await prepare([entry('s1', { origin: 'person' })], { lastInboundAt: fromNow(-25 * HOUR_MS) });
    expect(await store.outbox.claim(lane, 's1', claim())).toBeNull();
  });

  it.each([
    { case: 'holds', ms: 60_000, fields: { lastInboundAt: null }, may: true },
    { case: 'is over, though the window is open', ms: -1, fields: {}, may: false },
  ])('a permit of its own takes the place of the window: it $case', async ({ ms, fields, may }) => {
    await prepare([entry('s1', { permittedUntil: new Date(Date.now() + ms) })], fields);
    expect((await store.outbox.claim(lane, 's1', claim())) !== null).toBe(may);
  });

  it.each([
    { case: 'a person', part: { origin: 'person' as const }, may: true },
    { case: 'the decision that set the hold', part: { passesHoldId: 'h1' }, may: true },
    { case: 'a decision that set another', part: { passesHoldId: 'h0' }, may: false },
    { case: 'the bot', part: {}, may: false },
  ])('under a hold $case may send: $may', async ({ part, may }) => {
    await prepare([entry('s1', part)], { hold: hold(new Date(Date.now() + HOUR_MS)) });
    expect((await store.outbox.claim(lane, 's1', claim())) !== null).toBe(may);
  });

  it('a hold takes the bot’s pending sends out, and neither people’s nor what is on its way', async () => {
    await prepare([entry('s1'), entry('s2'), entry('s3', { origin: 'person' }), entry('s4')]);
    await store.outbox.claim(lane, 's1', claim());
    await store.conversations.hold(lane.workspaceId, lane.conversationId, hold(new Date(Date.now() + HOUR_MS)));
    expect(await outboxIds()).toEqual(['s1', 's3']);
  });

  it('a late result over a newer claim changes nothing', async () => {
    await prepare([entry('s1'), entry('s2')]);
    await store.outbox.claim(lane, 's1', claim('old'));
    await store.outbox.backToPending(head('s1', 'old'), 1, 0);
    await store.outbox.claim(lane, 's1', claim('new'));
    const before = await read();
    expect(await store.outbox.shift(head('s1', 'old'))).toBeNull();
    expect(await store.outbox.markUnknown(head('s1', 'old'), 1)).toBe(false);
    expect(await store.outbox.noteAbsent(head('s1', 'old'), 1)).toBe(false);
    expect(await store.outbox.backToPending(head('s1', 'old'), 1, 0)).toBeNull();
    expect(await store.outbox.shift(head('s2', 'new'))).toBeNull();
    expect(await read()).toEqual(before);
    expect(await store.outbox.shift(head('s1', 'new'), '$text')).toMatchObject({ lastMessage: { text: '$text' } });
    expect(await outboxIds()).toEqual(['s2']);
  });

  it('what comes back to pending is cancelled when it is the bot’s and a hold has begun', async () => {
    for (const [origin, left] of [
      ['bot', ['s2']],
      ['person', ['s1', 's2']],
    ] as const) {
      await prepare([entry('s1', { origin }), entry('s2', { origin: 'person' })], { hold: null });
      await store.outbox.claim(lane, 's1', claim());
      await store.conversations.hold(lane.workspaceId, lane.conversationId, hold(new Date(Date.now() + HOUR_MS)));
      await store.outbox.backToPending(head('s1', 'c1'), 1, 0);
      expect(await outboxIds()).toEqual(left);
    }
  });

  it('the commit claims the head itself only where a claim would be granted', async () => {
    const send = {
      id: 's1',
      origin: 'bot' as const,
      content: { kind: 'text' as const, text: 'x' },
      correlationId: 'c',
      createdAt: new Date(),
    };
    const commitWith = async (
      outbox: OutboxEntry[],
      fields: Record<string, unknown>,
      inboundMsAgo?: number,
      part = {},
    ) => {
      await prepare(outbox, fields);
      const { guard } = await leased(store, lane);
      const lastInboundAt = inboundMsAgo === undefined ? undefined : new Date(Date.now() - inboundMsAgo);
      const commit = commitOf({ sends: [{ ...send, ...part }], ...(lastInboundAt && { mirrors: { lastInboundAt } }) });
      const after = await store.lanes.commit(guard, commit, [], { ...claim(), windowMs: WINDOW_MS });
      return after?.outbox.map(({ id, status }) => `${id} ${status}`);
    };
    const closed = { lastInboundAt: fromNow(-WINDOW_MS - 1_000) };
    expect(await commitWith([], {})).toEqual(['s1 sending']);
    expect(await commitWith([entry('s0')], {})).toEqual(['s0 pending', 's1 pending']);
    expect(await commitWith([], { optedOut: true })).toEqual(['s1 pending']);
    expect(await commitWith([], { optedOut: false, ...closed })).toEqual(['s1 pending']);
    // The message that this commit takes in opens the window.
    expect(await commitWith([], closed, 1_000)).toEqual(['s1 sending']);
    expect(await commitWith([], closed, WINDOW_MS + 1_000)).toEqual(['s1 pending']);
    // A permit of its own takes the place of the window.
    expect(await commitWith([], closed, undefined, { permittedUntil: new Date(Date.now() + 60_000) })).toEqual([
      's1 sending',
    ]);
    expect(await commitWith([], {}, undefined, { permittedUntil: new Date(Date.now() - 1) })).toEqual(['s1 pending']);
  });

  describe('taking back', () => {
    it('takes out what waits, wherever it stands, and nothing else', async () => {
      await prepare([entry('s1'), entry('s2'), entry('s3')]);
      expect(await store.outbox.cancelPending(lane, 's2')).toMatchObject({ id: 's2', status: 'pending' });
      expect(await outboxIds()).toEqual(['s1', 's3']);
      expect(await store.outbox.cancelPending(lane, 's2')).toBeNull();
      expect(await store.outbox.cancelPending(lane, 's1')).toMatchObject({ id: 's1' });
      expect((await read()).workDueAt).toEqual(entry('s3').dueAt);
    });

    it('leaves alone what is on its way, and what is another workspace’s', async () => {
      await prepare([entry('s1'), entry('s2')]);
      await store.outbox.claim(lane, 's1', claim());
      expect(await store.outbox.cancelPending(lane, 's1')).toBeNull();
      expect(await store.outbox.cancelPending({ ...lane, workspaceId: 'w2' as never }, 's2')).toBeNull();
      expect(await outboxIds()).toEqual(['s1', 's2']);
    });

    it('of a claim and a cancellation at the same moment, one wins', async () => {
      for (let round = 0; round < 10; round++) {
        await prepare([entry('s1')]);
        const [claimedRow, cancelled] = await Promise.all([
          store.outbox.claim(lane, 's1', claim(`c${round}`)),
          store.outbox.cancelPending(lane, 's1'),
        ]);
        expect([claimedRow !== null, cancelled !== null].filter(Boolean)).toHaveLength(1);
        expect(await outboxIds()).toEqual(cancelled === null ? ['s1'] : []);
      }
    });
  });

  it('a task is taken by one worker, until its time is over', async () => {
    const dueAt = new Date(Date.now() - 1_000);
    const task = { id: 't1', kind: 'profile', input: {}, dueAt, attempts: 0, correlationId: 'c' };
    await prepare([], { tasks: [task] });
    const until = new Date(Date.now() + 15_000);
    const takes = await Promise.all(
      Array.from({ length: 10 }, () =>
        store.conversations.takeTask(lane.workspaceId, lane.conversationId, task, until),
      ),
    );
    expect(takes.filter(Boolean)).toHaveLength(1);
    expect((await read()).tasks).toMatchObject([{ id: 't1', attempts: 1, dueAt: until }]);
  });

  it('only what is due is due', async () => {
    const isDue = async () => {
      const found = await store.conversations.workDue(new Date(), 1_000);
      return found.some(({ conversationId }) => conversationId === lane.conversationId);
    };
    await prepare([], { workDueAt: null });
    expect(await isDue()).toBe(false);
    await prepare([], { workDueAt: fromNow(60_000) });
    expect(await isDue()).toBe(false);
    await prepare([], { workDueAt: fromNow(-60_000) });
    expect(await isDue()).toBe(true);
  });
});
