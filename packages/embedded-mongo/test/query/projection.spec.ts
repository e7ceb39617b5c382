import {
  compileFilter,
  compileProjection,
  type CompileContext,
  getPath,
  projectionFields,
  valuesAt,
} from '../../src/query';
import type { Document } from '../../src/types';
import { codeOf } from '../bson/faithful';

const context: CompileContext = { now: new Date(0) };

const project = (spec: Document, doc: Document, filter: Document = {}): Document =>
  compileProjection(spec, compileFilter(filter, context), context)(doc);

describe('projection', () => {
  it.each<[string, Document, Document, Document]>([
    ['nothing', {}, { _id: 1, a: 1 }, { _id: 1, a: 1 }],
    ['inclusion', { a: 1 }, { _id: 1, a: 1, b: 2 }, { _id: 1, a: 1 }],
    ['inclusion by true', { a: true, c: true }, { _id: 1, a: 1, b: 2 }, { _id: 1, a: 1 }],
    ['inclusion without _id', { a: 1, _id: 0 }, { _id: 1, a: 1 }, { a: 1 }],
    ['only _id', { _id: 1 }, { _id: 1, a: 1 }, { _id: 1 }],
    ['exclusion', { a: 0 }, { _id: 1, a: 1, b: 2 }, { _id: 1, b: 2 }],
    ['exclusion of _id', { _id: 0 }, { _id: 1, a: 1 }, { a: 1 }],
    ['exclusion with _id', { a: 0, _id: 0 }, { _id: 1, a: 1, b: 2 }, { b: 2 }],
    ['exclusion naming _id', { a: 0, _id: 1 }, { _id: 1, a: 1, b: 2 }, { _id: 1, b: 2 }],
    ['a nested field', { 'a.b': 1 }, { _id: 1, a: { b: 1, c: 2 } }, { _id: 1, a: { b: 1 } }],
    ['a nested specification', { a: { b: 1 } }, { _id: 1, a: { b: 1, c: 2 } }, { _id: 1, a: { b: 1 } }],
    ['through arrays', { 'd.x': 1 }, { _id: 1, d: [{ x: 1, y: 2 }, { y: 3 }, 5] }, { _id: 1, d: [{ x: 1 }, {}] }],
    ['excluding through arrays', { 'd.x': 0 }, { _id: 1, d: [{ x: 1, y: 2 }, 5] }, { _id: 1, d: [{ y: 2 }, 5] }],
    ['a scalar on the way is dropped', { 'a.b': 1 }, { _id: 1, a: 5 }, { _id: 1 }],
    ['document order wins', { b: 1, a: 1 }, { _id: 1, a: 1, b: 2 }, { _id: 1, a: 1, b: 2 }],
    ['a computed field', { s: { $add: ['$a', 1] } }, { _id: 1, a: 1 }, { _id: 1, s: 2 }],
    ['a computed nested field', { 'a.s': '$b' }, { _id: 1, a: { x: 1 }, b: 2 }, { _id: 1, a: { s: 2 } }],
    ['a renamed field', { x: '$a', b: 1 }, { _id: 1, a: 1, b: 2 }, { _id: 1, b: 2, x: 1 }],
    ['a missing computed field', { x: '$nothing' }, { _id: 1, a: 1 }, { _id: 1 }],
    ['$slice alone keeps the rest', { a: { $slice: 1 } }, { _id: 1, a: [1, 2], b: 3 }, { _id: 1, a: [1], b: 3 }],
    ['$slice from the end', { a: { $slice: -2 } }, { _id: 1, a: [1, 2, 3] }, { _id: 1, a: [2, 3] }],
    ['$slice with skip', { a: { $slice: [1, 1] } }, { _id: 1, a: [1, 2, 3] }, { _id: 1, a: [2] }],
    ['$slice with negative skip', { a: { $slice: [-2, 1] } }, { _id: 1, a: [1, 2, 3] }, { _id: 1, a: [2] }],
    ['$slice in an inclusion', { b: 1, a: { $slice: 1 } }, { _id: 1, a: [1, 2], b: 3, c: 4 }, { _id: 1, a: [1], b: 3 }],
    ['$slice on a path', { 'a.b': { $slice: 1 } }, { _id: 1, a: { b: [1, 2], c: 1 } }, { _id: 1, a: { b: [1], c: 1 } }],
    ['$slice expression', { x: { $slice: ['$a', 1] } }, { _id: 1, a: [1, 2] }, { _id: 1, x: [1] }],
    [
      '$elemMatch',
      { a: { $elemMatch: { x: 2 } } },
      { _id: 1, a: [{ x: 1 }, { x: 2, y: 1 }, { x: 2 }], b: 1 },
      { _id: 1, a: [{ x: 2, y: 1 }] },
    ],
    ['$elemMatch on values', { a: { $elemMatch: { $gt: 1 } } }, { _id: 1, a: [1, 2, 3] }, { _id: 1, a: [2] }],
    ['$elemMatch without match', { a: { $elemMatch: { x: 9 } } }, { _id: 1, a: [{ x: 1 }] }, { _id: 1 }],
  ])('%s', (_, spec, doc, expected) => {
    const result = project(spec, doc);
    expect(result).toEqual(expected);
    expect(Object.keys(result)).toEqual(Object.keys(expected));
  });

  it.each<[string, Document, Document, Document, Document]>([
    ['an element', { 'a.$': 1 }, { a: { $gt: 1 } }, { _id: 1, a: [1, 2, 3], b: 1 }, { _id: 1, a: [2] }],
    [
      'by a field',
      { 'p.$': 1 },
      { 'p.u': 2 },
      { _id: 1, p: [{ u: 1 }, { u: 2, v: 3 }] },
      { _id: 1, p: [{ u: 2, v: 3 }] },
    ],
    [
      'with $elemMatch in the filter',
      { 'p.$': 1 },
      { p: { $elemMatch: { u: 2 } } },
      { _id: 1, p: [{ u: 1 }, { u: 2 }] },
      { _id: 1, p: [{ u: 2 }] },
    ],
  ])('positional: %s', (_, spec, filter, doc, expected) => {
    expect(project(spec, doc, filter)).toEqual(expected);
  });

  it('leaves its input alone', () => {
    const doc = { _id: 1, a: { b: [1, 2], c: 1 } };
    const before = structuredClone(doc);
    project({ 'a.c': 0, 'a.b': { $slice: 1 } }, doc);
    expect(doc).toEqual(before);
  });

  it.each<[string, number, Document]>([
    ['inclusion in an exclusion', 31253, { a: 0, b: 1 }],
    ['exclusion in an inclusion', 31254, { a: 1, b: 0 }],
    ['a path inside another', 31249, { a: 1, 'a.b': 1 }],
    ['a path around another', 31250, { 'a.b': 1, a: 1 }],
    ['an empty sub-projection', 51270, { a: {} }],
    ['two positional paths', 31276, { 'a.$': 1, 'b.$': 1 }],
    ['an unknown expression', 168, { a: { $foo: 1 } }],
    ['a dollar field', 16410, { $a: 1 }],
    ['an empty part', 40353, { 'a..b': 1 }],
  ])('refuses %s: %d', (_, code, spec) => {
    expect(codeOf(() => project(spec, {}))).toBe(code);
  });

  it('refuses a positional projection whose filter chose no element', () => {
    expect(codeOf(() => project({ 'a.$': 1 }, { _id: 1, a: [1] }, { _id: 1 }))).toBe(51246);
  });

  it.each<[Document, string[] | null]>([
    [{ a: 1, 'b.c': 1 }, ['_id', 'a', 'b']],
    [{ x: { $add: ['$p.q', 1] } }, ['_id', 'p', 'x']],
    [{ a: 0 }, null],
    [{ a: { $slice: 1 } }, null],
    [{ x: '$$ROOT' }, null],
  ])('%j needs %j', (spec, expected) => {
    const fields = projectionFields(spec, context);
    expect(fields && [...fields]).toEqual(expected);
  });
});

describe('reading paths', () => {
  it('finds the first value and all values', () => {
    const doc = { a: [{ b: [1, 2] }, { b: 3 }, {}] };
    expect(getPath(doc, 'a.b')).toEqual([1, 2]);
    expect(valuesAt(doc, 'a.b')).toEqual([1, 2, 3]);
    expect(valuesAt(doc, 'x.y')).toEqual([]);
  });
});
