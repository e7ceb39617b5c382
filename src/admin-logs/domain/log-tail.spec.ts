import type { LogEvent } from './log-event';
import { TAIL_OVERLAP_MS, TailPosition } from './log-tail';

const START = 1_000_000;
const event = (id: string, at: number) => ({ id, at: new Date(START + at) }) as LogEvent;
const ids = (events: LogEvent[]) => events.map(({ id }) => id);

describe('TailPosition', () => {
  let tail: TailPosition;
  beforeEach(() => {
    tail = new TailPosition(new Date(START));
  });

  it('begins where it was opened', () => {
    expect(tail.from).toEqual(new Date(START));
  });

  it('gives each event once, also when it is found again', () => {
    expect(ids(tail.take([event('a', 1), event('b', 2)]))).toEqual(['a', 'b']);
    expect(ids(tail.take([event('a', 1), event('b', 2), event('c', 3)]))).toEqual(['c']);
  });

  it('gives what was written late by another process', () => {
    tail.take([event('b', 4_000)]);
    expect(tail.from.getTime()).toBeLessThanOrEqual(START + 1_000);
    expect(ids(tail.take([event('late', 1_000), event('b', 4_000)]))).toEqual(['late']);
  });

  it('moves on, and keeps in mind no more than it may find again', () => {
    for (let at = 0; at < 100_000; at += 1_000) tail.take([event(`e${at}`, at)]);
    expect(tail.from).toEqual(new Date(START + 99_000 - TAIL_OVERLAP_MS));
    expect(Object.values(tail).find((value) => value instanceof Map)?.size).toBeLessThanOrEqual(6);
  });
});
