import * as fc from 'fast-check';
import { editDistanceOf } from './reply-draft';

describe('editDistanceOf', () => {
  it.each([
    ['We open at nine.', 'We open at nine.', 0],
    ['We open at nine.', '  We open at nine. ', 0],
    ['We open at nine.', 'We open at ten.', 0.188],
    ['abc', 'xyz', 1],
    ['', 'x', 1],
    ['', '', 0],
  ])('%j → %j: %d', (proposed, sent, expected) => {
    expect(editDistanceOf(proposed, sent)).toBe(expected);
  });

  it('is between 0 and 1, and the same both ways', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const found = editDistanceOf(a, b);
        expect(found).toBe(editDistanceOf(b, a));
        expect(found >= 0 && found <= 1).toBe(true);
      }),
    );
  });
});
