import fc from 'fast-check';
import { contentHash } from './content-hash';

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, item]) => [key, reversed(item)]));
}

describe('contentHash', () => {
  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 4 }),
        fc.dictionary(fc.string(), fc.integer(), { maxKeys: 30 }),
        (value, many) => {
          expect(contentHash(reversed([value, many]))).toBe(contentHash([value, many]));
        },
      ),
    );
  });

  it('differs where values differ', () => {
    const apart = (a: unknown, b: unknown) =>
      JSON.stringify(a) !== JSON.stringify(b) && contentHash(a) === contentHash(b);
    const small = fc.jsonValue({ maxDepth: 2, stringUnit: fc.constantFrom('a', '"', ',', ']', '}', ':', '\\') });
    fc.assert(
      fc.property(small, small, (a, b) => !apart(sortedCopy(a), sortedCopy(b))),
      { numRuns: 500 },
    );
  });

  it('takes what is undefined for absent', () => {
    expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }));
  });
});

function sortedCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedCopy);
  if (typeof value !== 'object' || value === null) return value === 0 ? 0 : value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortedCopy(item)]));
}
