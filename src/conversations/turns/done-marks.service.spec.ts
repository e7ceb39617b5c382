import { ManualClock } from '../../../test/support/manual-clock';
import { Deferred, standIn, turnOfTheLoop } from '../../../test/support/stand-in';
import { DoneMarks } from './done-marks.service';
import type { InboxRepository } from '../repositories/inbox.repository';

/** Each update waits until the test settles it. */
class SlowInbox {
  readonly updates: { ids: readonly string[]; at: Date; answer: Deferred }[] = [];

  markDone(ids: readonly string[], at: Date): Promise<void> {
    const answer = new Deferred();
    this.updates.push({ ids, at, answer });
    return answer.promise;
  }

  get ids() {
    return this.updates.map(({ ids }) => ids);
  }
}

describe('DoneMarks', () => {
  const clock = new ManualClock();
  let inbox: SlowInbox;
  let marks: DoneMarks;

  beforeEach(() => {
    inbox = new SlowInbox();
    marks = new DoneMarks(standIn<InboxRepository>({ markDone: (ids, at) => inbox.markDone(ids, at) }), clock);
  });

  const settle = async (index: number, error?: Error) => {
    if (error === undefined) inbox.updates[index]?.answer.resolve();
    else inbox.updates[index]?.answer.reject(error);
    await turnOfTheLoop();
  };

  it('marks the first at once and groups what comes while it is under way', async () => {
    const all = Promise.all([marks.mark(['a']), marks.mark(['b', 'c']), marks.mark(['d'])]);
    expect(inbox.ids).toEqual([['a']]);
    await settle(0);
    expect(inbox.ids).toEqual([['a'], ['b', 'c', 'd']]);
    await settle(1);
    await all;
    expect(inbox.updates[0]?.at).toEqual(clock.now());
  });

  it('resolves a mark only when its own group is written', async () => {
    let resolved = false;
    const first = marks.mark(['a']);
    const second = marks.mark(['b']).then(() => (resolved = true));
    await settle(0);
    await first;
    expect(resolved).toBe(false);
    await settle(1);
    await second;
  });

  it('tells everyone of a group that failed, and goes on with the next', async () => {
    const first = marks.mark(['a']);
    const group = Promise.allSettled([marks.mark(['b']), marks.mark(['c'])]);
    await settle(0);
    await first;
    const third = marks.mark(['d']);
    await settle(1, new Error('away'));
    expect((await group).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(inbox.ids[2]).toEqual(['d']);
    await settle(2);
    await expect(third).resolves.toBeUndefined();
  });

  it('starts again after it was idle', async () => {
    const first = marks.mark(['a']);
    await settle(0);
    await first;
    const second = marks.mark(['b']);
    await settle(1);
    await expect(second).resolves.toBeUndefined();
  });

  it('asks nothing of the database for no ids', async () => {
    await marks.mark([]);
    expect(inbox.updates).toEqual([]);
  });
});
