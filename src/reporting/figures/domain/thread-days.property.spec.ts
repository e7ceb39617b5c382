import fc from 'fast-check';
import { anyHours, anyMessages } from '../../../../test/support/report-arbitraries';
import { asRead, modelOfThreads, namedCells, plainDays } from '../../../../test/support/report-model';
import { modelMedians, modelTimes, shownMedians, shownTimes } from '../../../../test/support/report-times';
import { brokenDown } from './breakdowns';
import { sumOf, Tally } from './counts';
import { countingWorld } from './counting-world';
import { figuresOf } from './figures';
import { grouped } from '../../../shared/kernel';
import { LabelBook } from './label-book';
import { ANSWER_MS, type CountedMessage, firstWrittenAt, threadDaysOf } from './thread-days';
import { exactTimesOf, type Timing, timedDays } from './timings';

describe('days of conversations', () => {
  it('count what a slow look at all messages counts', () => {
    fc.assert(
      fc.property(anyHours, anyMessages(['c0', 'c1', 'c2']), (hours, messages) => {
        const book = new LabelBook({});
        const world = countingWorld({ hours }, book, () => undefined);
        const tally = new Tally();
        const timings: Timing[] = [];
        for (const thread of grouped(asRead(messages), (one) => one.conversationId).values()) {
          const times = thread.map(({ at }) => at.getTime());
          const wanted = world.calendar.between(Math.min(...times), Math.max(...times));
          for (const day of threadDaysOf(thread, wanted, world)) {
            tally.addAll(day.cells);
            timings.push(...(day.timings ?? []));
          }
          const first = firstWrittenAt(thread);
          if (first === null) continue;
          const { day } = world.calendar.at(first);
          tally.add(day, 'conv:new');
          tally.add(day, `ac:${book.aliasOf('account', thread[0]?.accountId ?? '')}:new`);
        }
        const model = modelOfThreads(messages, hours);
        expect(namedCells(tally.cells(), book.all)).toEqual(plainDays(model));
        const days = [...model.keys()];
        const counts = sumOf(tally.cells().map((cell) => cell.counts));
        const times = exactTimesOf(timedDays(timings), days, counts);
        expect(times).not.toBeNull();
        expect(shownTimes(figuresOf(counts, times))).toEqual(modelTimes(model, days));
        const agents = brokenDown('agent', counts, book.all, times);
        expect(shownMedians(agents)).toEqual(modelMedians(model, days, 'agent', agents));
      }),
      { numRuns: 300 },
    );
  });

  it('are the same from what lies within 24 hours of them', () => {
    fc.assert(
      fc.property(anyHours, anyMessages(['c0']), fc.nat(5), (hours, messages, place) => {
        const world = () => countingWorld({ hours }, new LabelBook({}), () => undefined);
        const all: CountedMessage[] = asRead(messages);
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
