import fc from 'fast-check';
import { clipText, fitsLimit } from './clip-text';

describe('clipText', () => {
  it.each([
    ['short', { bytes: 10, characters: 10 }, 'short'],
    ['too many characters', { bytes: 100, characters: 8 }, 'too man…'],
    ['äöüäöü', { bytes: 8, characters: 100 }, 'äö…'],
    ['👟👟👟', { bytes: 11, characters: 100 }, '👟👟…'],
  ])('%j within %j is %j', (text, limit, expected) => {
    expect(clipText(text, limit)).toBe(expected);
  });

  it('always fits', () => {
    const limits = fc.record({ bytes: fc.integer({ min: 3, max: 60 }), characters: fc.integer({ min: 1, max: 30 }) });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), limits, (text, limit) =>
        fitsLimit(clipText(text, limit), limit),
      ),
    );
  });
});
