import * as fc from 'fast-check';
import { queryTermsOf, searchTermsOf } from './search-terms';

const finds = (text: string, query: string): boolean => {
  const terms = new Set(searchTermsOf([text], 1_000));
  return queryTermsOf(query).every((term) => terms.has(term));
};

describe('search terms', () => {
  it.each([
    ['Jürgen Müller', 'jurg'],
    ['Jürgen Müller', 'MULLER jurgen'],
    ['Straße 12', '12'],
    ['ｊａｎｅ', 'jane'],
    ['ありがとうございます', 'がとう'],
    ['我想预订桌子', '预订'],
    ['jane.doe@example.org', 'example'],
    ['Donaudampfschifffahrt', 'donaudampfschiff'],
    ['Größe M', 'größe m'],
  ])('%s is found by %s', (text, query) => {
    expect(finds(text, query)).toBe(true);
  });

  it.each([
    ['Jürgen Müller', 'gen'],
    ['Jürgen Müller', 'jurgen schmidt'],
    ['我想预订桌子', '订预'],
  ])('%s is not found by %s', (text, query) => {
    expect(finds(text, query)).toBe(false);
  });

  it('looks for nothing when nothing is said', () => {
    expect(queryTermsOf(' ., — !')).toEqual([]);
  });

  it('keeps within the limit', () => {
    expect(searchTermsOf(['one two three four five six'], 5)).toHaveLength(5);
  });

  it('finds every text by each of its own words', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), { maxLength: 5 }), (words) => {
        const text = words.join(' ');
        expect(finds(text, text)).toBe(true);
      }),
    );
  });
});
