import { encode } from '../../src/bson';
import { type CompileContext, compileFilter } from '../../src/query';
import type { Document } from '../../src/types';
import { compileUpdate } from '../../src/update';
import { faithful } from '../bson/faithful';

export const NOW = new Date('2024-05-06T07:08:09Z');
export const context: CompileContext = { now: NOW };

export type Options = { arrayFilters?: Document[]; filter?: Document; inserting?: boolean };

export function update(doc: Document, spec: Document | Document[], options: Options = {}): Document {
  const { arrayFilters = [], filter = {}, inserting = false } = options;
  const before = faithful(doc);
  const position = compileFilter(faithful(filter), context).position(before);
  const compiled = compileUpdate(Array.isArray(spec) ? spec.map(faithful) : faithful(spec), {
    arrayFilters: arrayFilters.map(faithful),
    ctx: context,
  });
  const untouched = encode(before);
  const after = compiled.apply(before, { position, inserting });
  expect(encode(before).equals(untouched)).toBe(true); // never mutates its input
  return after;
}
