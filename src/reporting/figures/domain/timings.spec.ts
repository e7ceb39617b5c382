import type { AccountId, ConversationId } from '../../../shared/kernel';
import { countingWorld } from './counting-world';
import { sumOf } from './counts';
import { figuresOf } from './figures';
import { bucketOf } from './histogram';
import { LabelBook } from './label-book';
import { type CountedMessage, threadDaysOf } from './thread-days';
import { exactTimesOf, histogramsOf, type Timing, timedDays } from './timings';

const [ONE, TWO] = ['2026-06-01', '2026-06-02'];
const timing = (day: string, clock: number): Timing => ({ of: 'first', day, clock, open: clock, by: 'bot' });
const countsOf = (timings: readonly Timing[]): Record<string, number> => {
  const counts: Record<string, number> = { 'ask:all': 9 };
  for (const [name, ms] of timings.flatMap(histogramsOf)) {
    const key = `${name}:${bucketOf(ms)}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
};

describe('times one by one', () => {
  const all = [timing(ONE, 100_001), timing(ONE, 300_003), timing(TWO, 200_002)];

  it('give the times themselves, of the wanted days', () => {
    const both = figuresOf(countsOf(all), exactTimesOf(timedDays(all), [ONE, TWO], countsOf(all)));
    expect(both.responses.clock).toEqual({ median: 200_002, p90: 300_003 });
    const first = all.slice(0, 2);
    const one = figuresOf(countsOf(first), exactTimesOf(timedDays(all), [ONE], countsOf(first)));
    expect([one.responses.bot.median, one.responses.people.median]).toEqual([100_001, null]);
  });

  it.each([
    ['some are not known any more', all.slice(1), countsOf(all)],
    ['some are not counted yet', all, countsOf(all.slice(1))],
    ['none are known', [], countsOf(all)],
    ['they were not looked for', null, countsOf(all)],
  ])('are none where %s', (_, known, counts) => {
    expect(exactTimesOf(known === null ? null : timedDays(known), [ONE, TWO], counts)).toBeNull();
  });

  it('are none of a day on which somebody was answered without end', () => {
    const hours = { timeZone: 'UTC', weekly: null, exceptions: [] };
    const world = countingWorld({ hours }, new LabelBook({}), () => undefined);
    const talk = Array.from({ length: 2_400 }, (_, place): CountedMessage => ({
      ...{ _id: `m${String(place).padStart(4, '0')}`, conversationId: 'c' as ConversationId },
      ...{ accountId: 'a' as AccountId, at: new Date(Date.parse(`${ONE}T00:00:00Z`) + place * 30_000), text: '' },
      ...(place % 2 === 0
        ? { direction: 'in', origin: 'participant', status: 'received' }
        : { direction: 'out', origin: 'bot', status: 'sent' }),
    }));
    const [day] = threadDaysOf(talk, [world.calendar.named(ONE)], world);
    const counts = sumOf((day?.cells ?? []).map((cell) => cell.counts));
    expect([counts['ask:bot'], day?.timings?.length]).toEqual([1_200, 1_000]);
    expect(exactTimesOf(timedDays(day?.timings ?? []), [ONE], counts)).toBeNull();
  });

  it('are there where nothing took time, whatever the rows say was taken back', () => {
    expect(exactTimesOf(timedDays([]), [ONE], { 'h:first:7': 0, 'h:first:9': 0, 'ask:all': 3 })).toEqual(new Map());
  });
});
