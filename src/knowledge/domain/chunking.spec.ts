import fc from 'fast-check';
import { chunksOf } from './chunking';

const squeezed = (text: string) => text.replaceAll(/[\s#›]+/gu, '');

describe('chunksOf', () => {
  it('cuts at headings, and puts the headings above in front of each chunk', () => {
    const text = 'Welcome.\n\n# Shipping\nTwo days.\n\n## Abroad\nTen days.\n# Returns\n\nThirty days.';
    expect(chunksOf(text)).toEqual([
      'Welcome.',
      'Shipping\nTwo days.',
      'Shipping › Abroad\nTen days.',
      'Returns\nThirty days.',
    ]);
  });

  it('keeps short paragraphs together and cuts long ones between sentences', () => {
    expect(chunksOf('One.\n\nTwo.\n\nThree.')).toEqual(['One.\n\nTwo.\n\nThree.']);
    const sentence = 'This is a sentence of some fifty letters, more or less.';
    const chunks = chunksOf(Array.from({ length: 60 }, () => sentence).join(' '));
    expect(chunks.length).toBeGreaterThan(2);
    for (const chunk of chunks) {
      expect(chunk.length).toBeLessThanOrEqual(1_000);
      expect(chunk.endsWith('less.')).toBe(true);
    }
  });

  it('makes smaller chunks of scripts that say more in a character', () => {
    const chunks = chunksOf('未穿过的商品可以在三十天内退货。'.repeat(60));
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(400);
  });

  it('takes a number sign within a line for what it is', () => {
    expect(chunksOf('Order #1234 is #1.\n#nospace')).toEqual(['Order #1234 is #1.\n#nospace']);
  });

  it('loses nothing of any text', () => {
    const paragraph = fc.array(fc.lorem({ mode: 'sentences', maxCount: 12 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(paragraph, (paragraphs) => {
        const text = paragraphs.join('\n\n');
        expect(squeezed(chunksOf(text).join(''))).toBe(squeezed(text));
      }),
      { numRuns: 50 },
    );
  });
});
