import { compare, identity, isNumeric, isPlainObject, toNumber, typeRank } from '../../bson';
import { fail } from '../../errors';
import { gatherRows, mapRows, sortWithPauses, visitRows, withPauses } from '../../pace';
import type { CompileContext } from '../../query/context';
import type { Document } from '../../types';
import { type Accumulator, compileAccumulator, type MakeAccumulator } from '../accumulators';
import { compileExpression } from '../expression/compile';
import { sort } from './basic';
import { checkOptions, type CompileStage, objectSpec } from './stage';

type Field = { readonly name: string; readonly make: MakeAccumulator };

/** A group under construction. */
class Group {
  private readonly accumulators: readonly Accumulator[];

  constructor(private readonly fields: readonly Field[]) {
    this.accumulators = fields.map(({ make }) => make());
  }

  add(doc: Document): void {
    for (const accumulator of this.accumulators) accumulator.add(doc);
  }

  result(id: unknown): Document {
    const result: Document = { _id: id };
    this.fields.forEach(({ name }, at) => (result[name] = this.accumulators[at]?.value() ?? null));
    return result;
  }
}

function fieldsOf(spec: Document, context: CompileContext): Field[] {
  return Object.keys(spec)
    .filter((name) => name !== '_id')
    .map((name) => {
      if (name.includes('.')) fail(40235, `The field name '${name}' cannot contain '.'`);
      if (name.startsWith('$')) fail(40236, `The field name '${name}' cannot be an operator name`);
      return { name, make: compileAccumulator(name, spec[name], context) };
    });
}

/** Groups keyed by value; plain strings take a short cut. */
class Groups {
  private readonly byText = new Map<string, { id: unknown; group: Group }>();
  private readonly byKey = new Map<string, { id: unknown; group: Group }>();

  constructor(
    private readonly fields: readonly Field[],
    private readonly context: CompileContext,
  ) {}

  of(id: unknown): Group {
    const direct = typeof id === 'string' && !this.context.collator;
    const groups = direct ? this.byText : this.byKey;
    const key = direct ? id : identity(id, this.context.collator?.spec);
    let entry = groups.get(key);
    if (!entry) groups.set(key, (entry = { id, group: new Group(this.fields) }));
    return entry.group;
  }

  *results(): Generator<Document> {
    for (const { id, group } of this.byText.values()) yield group.result(id);
    for (const { id, group } of this.byKey.values()) yield group.result(id);
  }
}

export const group: CompileStage = (spec, context) => {
  const parsed = isPlainObject(spec) ? spec : fail(15947, "a group's fields must be specified in an object");
  if (!('_id' in parsed)) fail(15955, 'a group specification must include an _id');
  const idOf = compileExpression(parsed._id, context);
  const fields = fieldsOf(parsed, context);
  return function* (input) {
    const groups = new Groups(fields, context);
    yield* visitRows(input, (doc) => groups.of(idOf(doc) ?? null).add(doc));
    yield* withPauses(groups.results(), context.pace);
  };
};

export const sortByCount: CompileStage = (spec, context, compilePipeline) => {
  if (
    isPlainObject(spec) ? !Object.keys(spec)[0]?.startsWith('$') : typeof spec !== 'string' || !spec.startsWith('$')
  ) {
    fail(40147, 'the sortByCount field must be defined as a $-prefixed path or an expression inside an object');
  }
  const grouped = group({ _id: spec, count: { $sum: 1 } }, context, compilePipeline);
  const sorted = sort({ count: -1 }, context, compilePipeline);
  return (input) => sorted(grouped(input));
};

const COUNT_OUTPUT: Document = { count: { $sum: 1 } };

function outputOf(stage: string, code: number, spec: Document): Document {
  return spec.output === undefined ? COUNT_OUTPUT : objectSpec(stage, code, spec.output);
}

/** Index of the bucket a value lies in; -1 for none. */
function bucketIndex(value: unknown, boundaries: readonly unknown[], context: CompileContext): number {
  const next = boundaries.findIndex((bound) => compare(value, bound, context.collator) < 0);
  return next > 0 ? next - 1 : -1;
}

function boundariesOf(value: unknown, context: CompileContext): unknown[] {
  const boundaries = compileExpression(value, context)({});
  if (!Array.isArray(boundaries)) return fail(40200, "The $bucket 'boundaries' field must be an array");
  if (boundaries.length < 2) fail(40192, "The $bucket 'boundaries' field must have at least 2 values");
  boundaries.forEach((bound: unknown, at) => {
    if (at === 0) return;
    if (typeRank(bound) !== typeRank(boundaries[at - 1]))
      fail(40193, "All values in the the 'boundaries' option to $bucket must have the same type");
    if (compare(boundaries[at - 1], bound) >= 0)
      fail(40194, "The 'boundaries' option to $bucket must be sorted, but elements are not in ascending order");
  });
  return boundaries;
}

export const bucket: CompileStage = (spec, context) => {
  const options = objectSpec('$bucket', 40201, spec);
  checkOptions('$bucket', 40197, options, ['groupBy', 'boundaries', 'default', 'output']);
  if (options.groupBy === undefined || options.boundaries === undefined)
    fail(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.");
  const boundaries = boundariesOf(options.boundaries, context);
  const valueOf = compileExpression(options.groupBy, context);
  const fields = fieldsOf(outputOf('$bucket', 40196, options), context);
  const hasDefault = 'default' in options;
  const fallback = hasDefault ? compileExpression(options.default, context)({}) : undefined;
  return function* (input) {
    const groups = new Map<number, Group>();
    yield* visitRows(input, (doc) => {
      const at = bucketIndex(valueOf(doc) ?? null, boundaries, context);
      if (at < 0 && !hasDefault)
        fail(40066, '$switch could not find a matching branch for an input, and no default was specified.');
      let found = groups.get(at);
      if (!found) groups.set(at, (found = new Group(fields)));
      found.add(doc);
    });
    const results = [...groups].map(([at, found]) => found.result(at < 0 ? fallback : boundaries[at]));
    yield* results.sort((a, b) => compare(a._id, b._id, context.collator));
  };
};

type Row = { readonly doc: Document; readonly value: unknown };

/** Cuts sorted rows into buckets of about equal size; equal values stay together. */
function cut(rows: readonly Row[], buckets: number, context: CompileContext): Row[][] {
  const result: Row[][] = [];
  let start = 0;
  for (let left = buckets; left > 0 && start < rows.length; left--) {
    let end = left === 1 ? rows.length : start + Math.max(1, Math.round((rows.length - start) / left));
    while (end < rows.length && compare(rows[end]?.value, rows[end - 1]?.value, context.collator) === 0) end++;
    result.push(rows.slice(start, end));
    start = end;
  }
  return result;
}

export const bucketAuto: CompileStage = (spec, context) => {
  const options = objectSpec('$bucketAuto', 40240, spec);
  checkOptions('$bucketAuto', 40245, options, ['groupBy', 'buckets', 'output', 'granularity']);
  if (options.granularity !== undefined) fail(238, '$bucketAuto: granularity is not supported by the embedded store');
  if (options.groupBy === undefined || options.buckets === undefined)
    fail(40246, "$bucketAuto requires 'groupBy' and 'buckets' to be specified");
  const buckets = isNumeric(options.buckets)
    ? toNumber(options.buckets)
    : fail(40241, "The $bucketAuto 'buckets' field must be a numeric value");
  if (!Number.isInteger(buckets) || buckets <= 0)
    fail(40243, `The $bucketAuto 'buckets' field must be greater than 0, but found: ${buckets}`);
  const valueOf = compileExpression(options.groupBy, context);
  const fields = fieldsOf(outputOf('$bucketAuto', 40244, options), context);
  return function* (input) {
    const found = yield* gatherRows(mapRows(input, (doc): Row => ({ doc, value: valueOf(doc) ?? null })));
    const rows = yield* sortWithPauses(found, (a, b) => compare(a.value, b.value, context.collator), context.pace);
    const parts = cut(rows, buckets, context);
    for (const [at, part] of parts.entries()) {
      const bucketed = new Group(fields);
      yield* visitRows(withPauses(part, context.pace), ({ doc }) => bucketed.add(doc));
      const max = at + 1 < parts.length ? parts[at + 1]?.[0]?.value : part[part.length - 1]?.value;
      yield bucketed.result({ min: part[0]?.value, max });
    }
  };
};
