import fc from 'fast-check';
import { cosine } from '../../../../../test/support/ai-client-contract';
import { HASHED_DIMENSIONS, hashedVector } from './hashed-vector';

const near = (a: string, b: string) => cosine(hashedVector(a), hashedVector(b));

describe('a hashed vector', () => {
  it('is of length 1, and the same for the same text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const vector = hashedVector(text);
        expect(vector).toHaveLength(HASHED_DIMENSIONS);
        const length = Math.hypot(...vector);
        expect(length === 0 || Math.abs(length - 1) < 1e-4).toBe(true);
        expect(hashedVector(text)).toEqual(vector);
      }),
    );
  });

  it.each([
    ['another form of the word', 'returning parcels', 'return a parcel', 'opening hours on Sunday'],
    ['a misspelling', 'how long does shiping take', 'shipping takes three days', 'we sell coffee beans'],
    ['accents and capitals', 'CAFÉ CREMA', 'cafe crema', 'green tea'],
    ['German', 'Wie lange dauert der Versand?', 'Der Versand dauert drei Tage', 'Öffnungszeiten am Sonntag'],
    ['Japanese', '返品はできますか', '返品は三十日間できます', '営業時間は九時からです'],
    ['Arabic', 'كم تستغرق مدة الشحن', 'مدة الشحن ثلاثة أيام', 'ساعات العمل يوم الأحد'],
  ])('is nearer to what shares words than to what does not: %s', (_, text, shares, other) => {
    expect(near(text, shares)).toBeGreaterThan(near(text, other) + 0.05);
  });

  it('does not change between releases without a new name of its model', () => {
    const [first] = [...hashedVector('Returns are free').entries()].filter(([, value]) => value !== 0);
    expect(first).toEqual([19, expect.closeTo(0.192_436, 5)]);
  });
});
