import { ObjectId } from 'bson';
import { collatorOf } from '../../src/query';
import { conditionsByField } from '../../src/store/conditions';
import { impliesPartialFilter } from '../../src/store/partial-filter';
import type { Document } from '../../src/types';
import { faithful } from '../bson/faithful';

const day = (n: number): Date => new Date(n * 86_400_000);
type Comparison = Parameters<typeof impliesPartialFilter>[2];
const SIMPLE: Comparison = { collator: undefined, fits: true };

function implied(query: Document, partial: Document, comparison = SIMPLE): boolean {
  return impliesPartialFilter(conditionsByField(faithful(query)), faithful(partial), comparison);
}

describe('a query that implies a partial filter', () => {
  it.each<[query: Document, partial: Document]>([
    [{ a: 1 }, { a: 1 }],
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: 1 }, { a: { $eq: 1 } }],
    [{ a: { $in: [1, 2] } }, { a: { $in: [3, 2, 1] } }],
    [{ a: 5 }, { a: { $gte: 5 } }],
    [{ a: { $gt: 10 } }, { a: { $gt: 5 } }],
    [{ a: { $gt: 5 } }, { a: { $gte: 5 } }],
    [{ a: { $gte: 5 } }, { a: { $gte: 5 } }],
    [{ a: { $lt: 3 } }, { a: { $lte: 3 } }],
    [{ a: { $gt: 6, $lt: 8 } }, { a: { $gte: 5, $lte: 10 } }],
    [{ $and: [{ a: { $gt: 6 } }, { a: { $lt: 8 } }] }, { $and: [{ a: { $gte: 5 } }, { a: { $lte: 10 } }] }],
    [{ a: { $gt: day(3) } }, { a: { $gt: day(2) } }],
    [{ a: { $gt: day(3) } }, { a: { $type: 'date' } }],
    [{ a: { $gt: 3 } }, { a: { $type: 'number' } }],
    [{ a: { $lte: new ObjectId() } }, { a: { $type: 'objectId' } }],
    [{ a: { $gt: 'm' } }, { a: { $gt: 'b' } }],
    [{ a: 'x' }, { a: { $type: 'string' } }],
    [{ a: 1 }, { a: { $exists: true } }],
    [{ a: { $exists: true } }, { a: { $exists: true } }],
    [{ a: /^x/ }, { a: { $exists: true } }],
    [{ a: { $elemMatch: { $gte: 6, $lte: 8 } } }, { a: { $gte: 5 } }],
    [{ a: { $elemMatch: { b: 7 } } }, { 'a.b': { $gt: 5 } }],
    [{ a: 2 }, { $or: [{ a: { $gt: 1 } }, { b: 1 }] }],
  ])('%j implies %j', (query, partial) => {
    expect(implied(query, partial)).toBe(true);
  });

  it.each<[query: Document, partial: Document]>([
    [{}, { a: 1 }],
    [{ b: 1 }, { a: 1 }],
    [{ a: 2 }, { a: 1 }],
    [{ a: null }, { a: { $exists: true } }],
    [{ a: { $in: [1, null] } }, { a: { $exists: true } }],
    [{ a: { $ne: 1 } }, { a: { $exists: true } }],
    [{ a: { $not: { $gt: 1 } } }, { a: { $exists: true } }],
    [{ a: { $gte: null } }, { a: { $exists: true } }],
    [{ a: { $exists: false } }, { a: { $exists: true } }],
    [{ a: { $in: [1, 9] } }, { a: { $lt: 5 } }],
    [{ a: { $gte: 5 } }, { a: { $gt: 5 } }],
    [{ a: { $gt: 4 } }, { a: { $gt: 5 } }],
    [{ a: { $gt: 6 } }, { a: { $lt: 8 } }],
    [{ a: { $gt: 6 } }, { a: { $gt: day(0) } }],
    [{ a: { $gt: 6 } }, { a: { $type: 'int' } }],
    [{ a: { $gt: 'a' } }, { a: { $type: 'string' } }],
    [{ a: { $gt: Number.NaN } }, { a: { $gt: 1 } }],
    [{ a: [1, 2] }, { a: 1 }],
    [{ $or: [{ a: 1 }, { b: 1 }] }, { a: 1 }],
    [{ $nor: [{ a: 1 }] }, { a: 1 }],
    [{ a: { $gt: 5 } }, { a: { $in: [6, 7] } }],
    [{ a: 1 }, { $or: [{ a: { $gt: 1 } }, { b: 1 }] }],
    [{ 'a.b': 1 }, { a: 1 }],
  ])('%j does not imply %j', (query, partial) => {
    expect(implied(query, partial)).toBe(false);
  });

  it('compares texts as the index does', () => {
    const collator = collatorOf({ locale: 'en', strength: 2 });
    expect(implied({ a: 'ANN' }, { a: { $in: ['ann', 'bob'] } }, { collator, fits: true })).toBe(true);
    expect(implied({ a: { $gt: 'C' } }, { a: { $gt: 'b' } }, { collator, fits: true })).toBe(true);
    expect(implied({ a: 'ann' }, { a: 'ann' }, { collator, fits: false })).toBe(false);
    expect(implied({ a: { $gt: 'c' } }, { a: { $gt: 'b' } }, { collator, fits: false })).toBe(false);
    expect(implied({ a: 'ann' }, { a: { $exists: true } }, { collator, fits: false })).toBe(true);
    expect(implied({ a: 5 }, { a: { $gt: 1 } }, { collator, fits: false })).toBe(true);
  });
});
