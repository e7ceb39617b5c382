import { compileFilter, textMatcher } from '../../src/query';
import type { Document } from '../../src/types';
import { codeOf } from '../bson/faithful';

const context = { now: new Date(0) };

describe('text search', () => {
  const search = (spec: Document, doc: Document): boolean => {
    const text = textMatcher(spec, { title: 10, 'body.text': 1 });
    return compileFilter({ $text: spec }, { ...context, text }).test(doc);
  };
  const doc = {
    title: 'Shipping times',
    body: [{ text: 'We deliver within three days' }, { text: 'No refunds for parcels' }],
  };

  it.each<[string, boolean]>([
    ['ships', true],
    ['shipping refund', true],
    ['delivering', true],
    ['parcel', true],
    ['payment', false],
    ['the', false],
    ['shipping -refunds', false],
    ['"three days"', true],
    ['"days three"', false],
    ['SHIPPING', true],
  ])('%s: %s', (text, expected) => {
    expect(search({ $search: text }, doc)).toBe(expected);
  });

  it('weighs fields', () => {
    const { score } = textMatcher({ $search: 'shipping' }, { title: 10, body: 1 });
    expect(score({ title: 'shipping' })).toBeGreaterThan(score({ body: 'shipping' }));
    expect(score({ body: 'nothing' })).toBe(0);
  });

  it('refuses what it cannot do', () => {
    expect(codeOf(() => textMatcher({ $search: 'x', $caseSensitive: true }, { a: 1 }))).toBe(238);
    expect(codeOf(() => textMatcher({ $serach: 'x' }, { a: 1 }))).toBe(2);
  });
});
