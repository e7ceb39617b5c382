import { message, msAfter, NOW } from '../../../test/support/lane-fixtures';
import { nothingErased } from '../../../test/support/erased-lanes';
import { Deferred, standIn, turnOfTheLoop } from '../../../test/support/stand-in';
import type { ErasedLanes } from './erased-lanes.service';
import { GroupedInboxWriter } from './inbox-writer.service';
import type { InboxRepository } from '../repositories/inbox.repository';
import type { InboxEventRow } from '../schemas/inbox-event.schema';

type Answer = Awaited<ReturnType<InboxRepository['insertMany']>>;

const rows = (...ids: string[]): InboxEventRow[] => ids.map((id) => message(id));
const many = (count: number, prefix: string) =>
  rows(...Array.from({ length: count }, (_, index) => `${prefix}${index}`));
const idsOf = (events: readonly InboxEventRow[]) => events.map(({ _id }) => _id);
const answer = (duplicates: number[] = [], failed: number[] = []): Answer => ({
  duplicates: new Set(duplicates),
  failed: new Set(failed),
});
const UNAVAILABLE = expect.objectContaining({ code: 'INBOX.UNAVAILABLE', kind: 'unavailable' });

describe('GroupedInboxWriter', () => {
  let inserts: { ids: string[]; answer: Deferred<Answer> }[];
  let writer: GroupedInboxWriter;

  beforeEach(() => {
    inserts = [];
    const insertMany: InboxRepository['insertMany'] = (events) => {
      const insert = { ids: idsOf(events), answer: new Deferred<Answer>() };
      inserts.push(insert);
      return insert.answer.promise;
    };
    writer = new GroupedInboxWriter(standIn<InboxRepository>({ insertMany }), nothingErased);
  });

  const settle = async (index: number, with_: Answer | Error = answer()) => {
    if (with_ instanceof Error) inserts[index]?.answer.reject(with_);
    else inserts[index]?.answer.resolve(with_);
    await turnOfTheLoop();
  };

  it('writes the first request at once and the next ones together', async () => {
    const written = Promise.all([writer.write(rows('a')), writer.write(rows('b', 'c')), writer.write(rows('d'))]);
    expect(inserts.map(({ ids }) => ids)).toEqual([['a']]);
    await settle(0);
    expect(inserts[1]?.ids).toEqual(['b', 'c', 'd']);
    await settle(1);
    expect((await written).map(({ stored }) => idsOf(stored))).toEqual([['a'], ['b', 'c'], ['d']]);
  });

  it('tells each request of its own duplicates, wherever it lies in the group', async () => {
    const first = writer.write(rows('a'));
    const [second, third] = [writer.write(rows('b', 'c')), writer.write(rows('d', 'e'))];
    await settle(0, answer([0]));
    await settle(1, answer([1, 2]));
    await expect(first).resolves.toEqual({ stored: [], duplicates: 1, erased: 0 });
    await expect(second).resolves.toMatchObject({ stored: [{ _id: 'b' }], duplicates: 1 });
    await expect(third).resolves.toMatchObject({ stored: [{ _id: 'e' }], duplicates: 1 });
  });

  it('refuses the request whose row failed, and only that one', async () => {
    const first = writer.write(rows('a'));
    const others = Promise.allSettled([writer.write(rows('b', 'c')), writer.write(rows('d'))]);
    await settle(0);
    await settle(1, answer([], [1]));
    await first;
    expect(await others).toMatchObject([
      { status: 'rejected', reason: UNAVAILABLE },
      { status: 'fulfilled', value: { stored: [{ _id: 'd' }] } },
    ]);
  });

  it('acknowledges nothing of a group while the database is away, and goes on with the next', async () => {
    const away = new Error('no primary');
    const first = Promise.allSettled([writer.write(rows('a'))]);
    const second = writer.write(rows('b'));
    await settle(0, away);
    expect(await first).toMatchObject([{ status: 'rejected', reason: { code: 'INBOX.UNAVAILABLE', cause: away } }]);
    await settle(1);
    await expect(second).resolves.toMatchObject({ stored: [{ _id: 'b' }] });
  });

  it('bounds a group, but never splits a request', async () => {
    const first = writer.write(rows('a'));
    const written = Promise.all([
      writer.write(many(600, 'x')),
      writer.write(many(401, 'y')),
      writer.write(many(1_500, 'z')),
    ]);
    await settle(0);
    expect(inserts[1]?.ids).toHaveLength(600);
    await settle(1);
    expect(inserts[2]?.ids).toHaveLength(401);
    await settle(2);
    expect(inserts[3]?.ids).toHaveLength(1_500);
    await settle(3);
    await Promise.all([first, written]);
  });

  it('starts again at once after it was idle', async () => {
    const first = writer.write(rows('a'));
    await settle(0);
    await first;
    const second = writer.write(rows('b'));
    expect(inserts.map(({ ids }) => ids)).toEqual([['a'], ['b']]);
    await settle(1);
    await expect(second).resolves.toMatchObject({ stored: [{ _id: 'b' }] });
  });

  it('asks nothing of the database for no rows', async () => {
    await expect(writer.write([])).resolves.toEqual({ stored: [], duplicates: 0, erased: 0 });
    expect(inserts).toEqual([]);
  });

  describe('of what was erased', () => {
    const erased = (confirm: () => Promise<void> | null = () => null) => {
      const inbox = standIn<InboxRepository>({
        insertMany: async (events) => {
          inserts.push({ ids: idsOf(events), answer: new Deferred() });
          return answer();
        },
      });
      const covers: ErasedLanes['covers'] = (_, at) => at <= NOW;
      return new GroupedInboxWriter(inbox, standIn<ErasedLanes>({ confirm, covers }));
    };

    it('stores nothing, and says how much it dropped', async () => {
      const [old, fresh] = [message('old'), { ...message('fresh'), platformAt: msAfter(1) }];
      const { stored, ...counts } = await erased().write([old, fresh]);
      expect([idsOf(stored), counts]).toEqual([['fresh'], { duplicates: 0, erased: 1 }]);
      expect(inserts.map(({ ids }) => ids)).toEqual([['fresh']]);
    });

    it('keeps what belongs to nobody', async () => {
      const stray = { ...message('stray'), workspaceId: null, conversationId: null };
      expect((await erased().write([stray])).erased).toBe(0);
    });

    it('acknowledges nothing while it cannot know', async () => {
      const writer = erased(() => Promise.reject(new Error('away')));
      await expect(writer.write(rows('a'))).rejects.toEqual(UNAVAILABLE);
      expect(inserts).toEqual([]);
    });
  });
});
