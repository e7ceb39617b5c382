import { compilePipeline, type PipelineContext } from '../../src/agg';
import { encode } from '../../src/bson';
import { Pace, withoutPauses } from '../../src/pace';
import { compileFilter } from '../../src/query';
import type { Document } from '../../src/types';
import { faithful } from '../bson/faithful';

export type Collections = Readonly<Record<string, Document[]>>;

/** A pipeline context over collections in memory; `reads` records every read of another collection. */
export function contextOver(collections: Collections, reads: unknown[] = []): PipelineContext {
  return {
    now: new Date('2024-05-06T07:08:09Z'),
    namespace: 'db.main',
    pace: new Pace(),
    lookup: (namespace, filter, context) => {
      reads.push([namespace, filter]);
      const { test } = compileFilter(filter, context);
      return (collections[namespace] ?? []).map(faithful).filter((doc) => test(doc));
    },
  };
}

export function aggregate(
  docs: readonly Document[],
  stages: readonly Document[],
  context = contextOver({}),
): Document[] {
  return [...withoutPauses(compilePipeline(stages.map(faithful), context)(docs.map(faithful)))];
}

export type Row = [name: string, docs: Document[], stages: Document[], expected: Document[]];

/** Documents `{i: 1}`, `{i: 2}`, ... */
export const range = (count: number): Document[] => Array.from({ length: count }, (_, at) => ({ i: at + 1 }));

/** Runs a row: bytes of the results must agree, and the input must stay as it was. */
export function checkRow([, docs, stages, expected]: Row): void {
  const input = docs.map(faithful);
  const before = input.map(encode);
  const result = [...withoutPauses(compilePipeline(stages.map(faithful), contextOver({}))(input))];
  expect(result.map(encode)).toEqual(expected.map(encode));
  expect(input.map(encode)).toEqual(before);
}
