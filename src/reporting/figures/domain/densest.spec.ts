import fc from 'fast-check';
import { densest } from './densest';

const SPAN = 10;

describe('the densest part', () => {
  it('lies within the span, and no other part that does has more', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 40 }), (times) => {
        const found = densest(times, (time) => time, SPAN);
        const within = times.map((from) => times.filter((time) => time >= from && time - from <= SPAN).length);
        expect(found.length).toBe(Math.max(0, ...within));
        expect(found.every((time) => time - Math.min(...found) <= SPAN)).toBe(true);
      }),
    );
  });

  it('is the earliest of equal ones', () => {
    expect(densest([50, 1, 51, 2], (time) => time, SPAN)).toEqual([1, 2]);
  });
});
