import fc from 'fast-check';
import { anyHours, anyMessages } from '../../../../test/support/report-arbitraries';
import { modelOfThreads, namedCells, plainDays } from '../../../../test/support/report-model';
import { Tally } from './counts';
import { countingWorld } from './counting-world';
import { grouped } from '../../../shared/kernel';
import { LabelBook } from './label-book';
import { ANSWER_MS, type CountedMessage, firstWrittenAt, threadDaysOf } from './thread-days';

describe('days of conversations', () => {
  it('count what a slow look at all messages counts', () => {
    fc.assert(
      fc.property(anyHours, anyMessages(['c0', 'c1', 'c2']), (hours, messages) => {
        const book = new LabelBook({});
        const world = countingWorld({ hours }, book, () => undefined);
        const tally = new Tally();
        for (const thread of grouped(messages as CountedMessage[], (one) => one.conversationId).values()) {
          const times = thread.map(({ at }) => at.getTime());
          const wanted = world.calendar.between(Math.min(...times), Math.max(...times));
          for (const { cells } of threadDaysOf(thread, wanted, world)) tally.addAll(cells);
          const first = firstWrittenAt(thread);
          if (first === null) continue;
          const { day } = world.calendar.at(first);
          tally.add(day, 'conv:new');
          tally.add(day, `ac:${book.aliasOf('account', thread[0]?.accountId ?? '')}:new`);
        }
        expect(namedCells(tally.cells(), book.all)).toEqual(plainDays(modelOfThreads(messages, hours)));
      }),
      { numRuns: 300 },
    );
  });

  it('are the same from what lies within 24 hours of them', () => {
    fc.assert(
      fc.property(anyHours, anyMessages(['c0']), fc.nat(5), (hours, messages, place) => {
        const world = () => countingWorld({ hours }, new LabelBook({}), () => undefined);
        const all = messages as CountedMessage[];
        const at = all[place]?.at.getTime() ?? 0;
        const day = world().calendar.at(at);
        const near = all.filter(({ at: time }) => {
          const ms = time.getTime();
          return ms >= day.start - ANSWER_MS && ms < day.end + ANSWER_MS;
        });
        expect(threadDaysOf(near, [day], world())).toEqual(threadDaysOf(all, [day], world()));
      }),
      { numRuns: 300 },
    );
  });
});
