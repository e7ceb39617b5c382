import type { LaneIdentity } from '../../src/conversations/repositories/lane.repository';
import type { ConversationId } from '../../src/shared/kernel';
import { hold, LANE, message, says } from '../support/lane-fixtures';
import { commitOf, leased, type MessageStore, openMessageStore } from '../support/message-store';
import { newTestName } from '../support/test-name';

const LIMITS = { leaseMs: 15_000, find: 50 };
const newSend = (id: string, text = id) => ({
  id,
  origin: 'bot' as const,
  content: says(text),
  correlationId: 'corr',
  createdAt: new Date(),
});

describe('the lease and the commit of a turn, on the store', () => {
  let store: MessageStore;
  let lane: LaneIdentity;

  beforeAll(async () => {
    store = await openMessageStore();
  });

  afterAll(() => store.close());

  beforeEach(() => {
    lane = { ...LANE, conversationId: newTestName() as ConversationId };
  });

  const read = () => store.conversations.find(lane.workspaceId, lane.conversationId);

  it('of many workers that reach for a new conversation at once, one gets it', async () => {
    const owners = Array.from({ length: 20 }, (_, i) => `owner-${i}`);
    const answers = await Promise.all(owners.map((owner) => store.lanes.begin(lane, owner, LIMITS)));
    const winners = owners.filter((owner, i) => answers[i]?.conversation.lease.owner === owner);
    expect(winners).toHaveLength(1);
    expect(new Set(answers.map(({ conversation }) => conversation.lease.owner))).toEqual(new Set(winners));
    expect(
      await store.connection.collection('conversations').countDocuments({ _id: lane.conversationId as never }),
    ).toBe(1);
    expect((await read())?.lease.fence).toBe(1);
  });

  it('a lease that is over goes to the next worker, with a higher fence; the old one can do nothing more', async () => {
    const { guard: old } = await leased(store, lane, 'first', 0);
    const { conversation, guard } = await leased(store, lane, 'second');
    expect(conversation.lease).toMatchObject({ owner: 'second', fence: 2 });
    expect(conversation.turnsBegun).toBe(2);
    expect(await store.lanes.commit(old, commitOf(), [], null)).toBeNull();
    expect(await store.lanes.reload(old)).toBeNull();
    expect(await store.lanes.countAttempt(old, 'e', 1)).toBe(false);
    await store.lanes.release(old, { clean: true });
    expect((await read())?.lease.owner).toBe('second');
    expect(await store.lanes.commit(guard, commitOf(), [], null)).toMatchObject({
      lease: { owner: null },
      turnsBegun: 0,
    });
  });

  it('a conversation is hidden until a commit shows it, and then shown for good', async () => {
    const shownAfter: boolean[] = [];
    for (const reveals of [false, true, false]) {
      const { guard } = await leased(store, lane);
      await store.lanes.commit(guard, commitOf({ reveals }), [], null);
      const list = await store.conversations.list(lane.workspaceId, 1_000);
      const isListed = list.some(({ _id }) => _id === lane.conversationId);
      expect((await read())?.shadow).toBe(!isListed);
      shownAfter.push(isListed);
    }
    expect(shownAfter).toEqual([false, true, true]);
  });

  it('brings what is pending along, by platform time, arrival and place in the batch', async () => {
    const at = (ms: number) => new Date(1_000_000 + ms);
    const id = (name: string) => `${lane.conversationId}-${name}`;
    const event = (name: string, platformAt: Date, receivedAt: Date, sequence: number) =>
      message(id(name), name, { conversationId: lane.conversationId, platformAt, receivedAt, sequence });
    const rows = [
      event('d', at(2), at(0), 0),
      event('c', at(1), at(3), 1),
      event('b', at(1), at(3), 0),
      event('a', at(1), at(2), 9),
      { ...event('done', at(0), at(0), 0), status: 'done' as const },
    ];
    await store.inbox.insertMany(rows);
    const { found } = await store.lanes.begin(lane, 'owner', LIMITS);
    expect(found.map(({ _id }) => _id)).toEqual(['a', 'b', 'c', 'd'].map(id));
    expect((await store.lanes.begin(lane, 'owner', { ...LIMITS, find: 2 })).found).toHaveLength(2);
  });

  it('a commit is refused once a person has acted meanwhile', async () => {
    const { guard } = await leased(store, lane);
    await store.conversations.hold(lane.workspaceId, lane.conversationId, hold(new Date(Date.now() + 60_000)));
    expect(await store.lanes.commit(guard, commitOf(), [], null)).toBeNull();
    const again = await store.lanes.reload(guard);
    expect(again).toMatchObject({ turnVersion: 1, lease: { owner: 'owner-1' } });
    expect(await store.lanes.commit({ ...guard, turnVersion: 1 }, commitOf(), [], null)).toMatchObject({
      turnVersion: 2,
    });
  });

  it('a commit of another workspace changes nothing', async () => {
    const { guard } = await leased(store, lane);
    const foreign = { ...guard, workspaceId: 'other' as typeof guard.workspaceId };
    expect(await store.lanes.commit(foreign, commitOf({ state: { stolen: true } }), [], null)).toBeNull();
    expect((await read())?.state).toBeNull();
  });

  it.each([
    { present: 49, added: 1, taken: true },
    { present: 50, added: 0, taken: true },
    { present: 50, added: 1, taken: false },
    { present: 45, added: 5, taken: true },
    { present: 45, added: 6, taken: false },
    { present: 0, added: 50, taken: true },
  ])('with $present in the outbox, $added more fit: $taken', async ({ present, added, taken }) => {
    const { guard } = await leased(store, lane);
    const sends = (count: number, from: string) => Array.from({ length: count }, (_, i) => newSend(`${from}-${i}`));
    const first = await store.lanes.commit(guard, commitOf({ sends: sends(present, 'old') }), [], null);
    const next = await leased(store, lane);
    const after = await store.lanes.commit(next.guard, commitOf({ sends: sends(added, 'new') }), [], null);
    expect(first?.outbox).toHaveLength(present);
    expect(after === null).toBe(!taken);
    expect((await read())?.outbox).toHaveLength(taken ? present + added : present);
  });

  it('a commit appends to the outbox and the timers as they are by then, and writes back nothing that it read', async () => {
    const { guard } = await leased(store, lane);
    const timer = (id: string) => ({ id, dueAt: new Date(Date.now() + 60_000), data: {} });
    const before = commitOf({
      sends: [newSend('s1'), newSend('s2')],
      timers: { arm: [timer('t1'), timer('t2')], cancel: [] },
    });
    await store.lanes.commit(guard, before, [], null);
    const next = await leased(store, lane);
    // While this turn decides, a send leaves and a timer fires.
    await store.outbox.shift({ ...next.guard, effectId: 's1', claimId: null });
    await store.conversations.removeTimers(lane.workspaceId, lane.conversationId, ['t1']);
    const commit = commitOf({ sends: [newSend('s3')], timers: { arm: [timer('t3')], cancel: ['t2'] } });
    const after = await store.lanes.commit(next.guard, commit, [], null);
    expect(after?.outbox.map(({ id }) => id)).toEqual(['s2', 's3']);
    expect(after?.timers.map(({ id }) => id)).toEqual(['t3']);
    expect(after?.workDueAt).toEqual(after?.outbox[0]?.dueAt);
  });

  describe('a commit that may claim', () => {
    const claim = { id: 'c1', owner: '$owner', deadlineMs: 10_000, windowMs: 24 * 3_600_000 };
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    const inTime = { mirrors: { lastInboundAt: hoursAgo(1) } };
    const outboxAfter = async (part: Parameters<typeof commitOf>[0]) => {
      const { guard } = await leased(store, lane);
      const sends = [newSend('s1', '$text'), newSend('s2')];
      return (await store.lanes.commit(guard, commitOf({ sends, ...part }), [], claim))?.outbox ?? [];
    };
    const isPending = { status: 'pending', claim: null, attempts: 0, absentReads: 0, failedReads: 0 };

    it('writes its first send claimed, by the time of the database; the others wait', async () => {
      const [head, next, ...more] = await outboxAfter(inTime);
      const at = head?.claim?.at.getTime() ?? NaN;
      const deadline = new Date(at + claim.deadlineMs);
      expect(head).toEqual({
        ...{ ...isPending, ...newSend('s1', '$text'), createdAt: head?.createdAt },
        ...{ status: 'sending', dueAt: deadline, claim: { id: 'c1', owner: '$owner', at: new Date(at), deadline } },
      });
      expect(next).toMatchObject({ ...isPending, id: 's2', dueAt: new Date(at) });
      expect(more).toEqual([]);
      expect((await read())?.workDueAt).toEqual(deadline);
    });

    it('claims nothing while another send is before it', async () => {
      const { guard } = await leased(store, lane);
      await store.lanes.commit(guard, commitOf({ sends: [newSend('s0')] }), [], null);
      const outbox = await outboxAfter(inTime);
      expect(outbox.map(({ id }) => id)).toEqual(['s0', 's1', 's2']);
      expect(outbox).toMatchObject([isPending, isPending, isPending]);
    });

    it.each([
      { why: 'the window is over', fields: {}, part: { mirrors: { lastInboundAt: hoursAgo(25) } } },
      { why: 'nobody has written', fields: {}, part: {} },
      { why: 'the person has opted out', fields: { optedOut: true }, part: inTime },
      { why: 'the person is shut out', fields: { blockedAt: new Date() }, part: inTime },
    ])('claims nothing when $why', async ({ fields, part }) => {
      await leased(store, lane, 'earlier', 0);
      if (Object.keys(fields).length > 0)
        await store.connection
          .collection<{ _id: string }>('conversations')
          .updateOne({ _id: lane.conversationId }, { $set: fields });
      expect(await outboxAfter(part)).toMatchObject([
        { ...isPending, id: 's1' },
        { ...isPending, id: 's2' },
      ]);
    });
  });

  it('a commit that saw a foreign echo stands only while the head is the one it read', async () => {
    const { guard } = await leased(store, lane);
    const headMustBe = { id: null, status: null, claimId: null };
    const empty = await store.lanes.commit(guard, commitOf({ headMustBe }), [], null);
    expect(empty).not.toBeNull();
    await store.lanes.commit((await leased(store, lane)).guard, commitOf({ sends: [newSend('s1')] }), [], null);
    const next = (await leased(store, lane)).guard;
    expect(await store.lanes.commit(next, commitOf({ headMustBe }), [], null)).toBeNull();
    const pending = { id: 's1', status: 'pending', claimId: null };
    expect(
      await store.lanes.commit(next, commitOf({ headMustBe: { ...pending, claimId: 'c1' } }), [], null),
    ).toBeNull();
    expect(await store.lanes.commit(next, commitOf({ headMustBe: pending }), [], null)).not.toBeNull();
  });

  it('keeps of the ring what it is told and adds what was consumed', async () => {
    const consumed = (id: string) => ({ id, at: new Date() });
    const { guard } = await leased(store, lane);
    await store.lanes.commit(guard, commitOf({ consumed: [consumed('a'), consumed('b')] }), [], null);
    const next = (await leased(store, lane)).guard;
    await store.lanes.commit(next, commitOf({ consumed: [consumed('c')] }), ['b'], null);
    const { conversation } = await leased(store, lane);
    expect(conversation.consumed.map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('takes data for data, also where it looks like an expression', async () => {
    const tricky = '$lease.owner';
    const { guard } = await leased(store, { ...lane, participantId: '$$NOW' }, '$owner');
    const commit = commitOf({
      state: { $set: tricky, nested: { '$a.b': ['$$ROOT', { $literal: 1 }] } },
      consumed: [{ id: '$consumed', at: new Date(0) }],
      sends: [newSend('$send', tricky)],
      tasks: [{ id: '$task', kind: '$kind', input: { $ne: tricky }, attempts: 0, correlationId: '$c' }],
      timers: { arm: [{ id: '$timer', dueAt: new Date(0), data: { $x: tricky } }], cancel: ['$none'] },
      mirrors: {
        lastMessage: { id: '$m', text: '$$NOW', at: new Date(), direction: 'in' },
        participant: { name: '$name', username: '$$ROOT' },
      },
    });
    await store.lanes.commit(guard, commit, ['$nothing'], null);
    await store.conversations.hold(
      lane.workspaceId,
      lane.conversationId,
      hold(new Date(0), { reason: '$reason', id: '$hold' }),
    );
    await store.lanes.countAttempt((await leased(store, lane, '$$owner')).guard, '$event', 1);
    const row = await store.connection
      .collection<{ _id: string }>('conversations')
      .findOne({ _id: lane.conversationId });
    expect(row).toMatchObject({
      participantId: '$$NOW',
      lease: { owner: '$$owner' },
      state: commit.state,
      consumed: [{ id: '$consumed' }],
      tasks: [{ id: '$task', kind: '$kind', input: { $ne: tricky } }],
      timers: [{ id: '$timer', data: { $x: tricky } }],
      lastMessage: { text: '$$NOW' },
      participant: { name: '$name', username: '$$ROOT' },
      hold: { reason: '$reason', id: '$hold' },
      attempts: [{ id: '$event', count: 1 }],
    });
  });

  it('mirrors only move forward', async () => {
    const at = (ms: number) => new Date(1_700_000_000_000 + ms);
    const mirrors = (ms: number, text: string) => ({
      lastInboundAt: at(ms),
      lastActivityAt: at(ms),
      lastMessage: { id: text, text, at: at(ms), direction: 'in' as const },
      unread: 1,
    });
    await store.lanes.commit((await leased(store, lane)).guard, commitOf({ mirrors: mirrors(100, 'newer') }), [], null);
    const late = commitOf({ mirrors: mirrors(50, 'late') });
    const after = await store.lanes.commit((await leased(store, lane)).guard, late, [], null);
    expect(after).toMatchObject({ lastInboundAt: at(100), lastMessage: { text: 'newer' }, unread: 2 });
    const answered = commitOf({ mirrors: { answered: true, unread: 0 } });
    expect((await store.lanes.commit((await leased(store, lane)).guard, answered, [], null))?.unread).toBe(0);
  });
});
