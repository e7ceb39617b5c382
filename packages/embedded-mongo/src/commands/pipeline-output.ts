import { decode, encode, equals, isPlainObject } from '../bson';
import { fail } from '../errors';
import { type CompileContext, getPath } from '../query';
import type { Collection } from '../store/collection';
import type { Row } from '../store/query';
import type { Document } from '../types';
import { compileUpdate } from '../update';
import { qualify } from './arguments';
import type { CommandContext } from './command';
import { insertDocument } from './document-changes';
import { matchForWrite } from './matching';

/** Where a pipeline's `$out` or `$merge` writes to, and how. */
export type Output =
  | { readonly kind: 'replaceCollection'; readonly namespace: string }
  | {
      readonly kind: 'merge';
      readonly namespace: string;
      readonly on: string[];
      readonly whenMatched: unknown;
      readonly whenNotMatched: unknown;
      readonly variables: Document;
    };

function targetOf(database: string, target: unknown, stage: string): string {
  if (typeof target === 'string') return qualify(database, target);
  if (isPlainObject(target) && typeof target.db === 'string' && typeof target.coll === 'string')
    return qualify(target.db, target.coll);
  return fail(16990, `${stage} needs the name of a collection`);
}

const WHEN_MATCHED = ['replace', 'keepExisting', 'merge', 'fail'];
const WHEN_NOT_MATCHED = ['insert', 'discard', 'fail'];

/** @throws MongoError 2 for ways to merge that do not exist */
function checkModes(whenMatched: unknown, whenNotMatched: unknown): void {
  const known = Array.isArray(whenMatched) || WHEN_MATCHED.includes(String(whenMatched));
  if (!known || !WHEN_NOT_MATCHED.includes(String(whenNotMatched))) {
    fail(2, '$merge: unknown whenMatched or whenNotMatched');
  }
}

function mergeOf(database: string, spec: unknown): Output {
  const options = isPlainObject(spec) ? spec : { into: spec };
  const { into, on, whenMatched = 'merge', whenNotMatched = 'insert', let: variables } = options;
  checkModes(whenMatched, whenNotMatched);
  const fields: unknown[] = Array.isArray(on) ? on : [on ?? '_id'];
  return {
    kind: 'merge',
    namespace: targetOf(database, into, '$merge'),
    on: fields.map(String),
    whenMatched,
    whenNotMatched,
    variables: isPlainObject(variables) ? variables : {},
  };
}

/** The writing stage at a pipeline's end, if there is one. @throws MongoError when it stands elsewhere */
export function outputOf(database: string, stages: readonly Document[]): Output | undefined {
  const at = stages.findIndex((stage) => '$out' in stage || '$merge' in stage);
  if (at < 0) return undefined;
  const stage = stages[at] ?? {};
  const [name = ''] = Object.keys(stage);
  if (at !== stages.length - 1) fail(40601, `${name} can only be the final stage in the pipeline`);
  if (name === '$out') return { kind: 'replaceCollection', namespace: targetOf(database, stage.$out, '$out') };
  return mergeOf(database, stage.$merge);
}

/** Replaces a collection; its indexes and options stay. */
function replaceCollection(context: CommandContext, namespace: string, documents: readonly Buffer[]): void {
  const { catalogue, indexes } = context.services.store;
  const old = catalogue.get(namespace);
  if (old) catalogue.drop(old);
  const collection = catalogue.create(namespace, old?.options);
  for (const { definition } of old?.indexes.slice(1) ?? []) indexes.build(collection, definition);
  for (const document of documents) insertDocument(context, collection, decode(document));
}

function checkMergeKey(collection: Collection, on: readonly string[]): void {
  const unique = collection.indexes.some(
    ({ definition, fields }) =>
      definition.unique === true &&
      definition.partialFilterExpression === undefined &&
      fields.length === on.length &&
      fields.every((field) => on.includes(field)),
  );
  if (!unique) fail(51183, 'Cannot find index to verify that join fields will be unique');
}

function merged(
  existing: Document,
  incoming: Document,
  output: Extract<Output, { kind: 'merge' }>,
  compile: CompileContext,
): Document {
  const { whenMatched, variables } = output;
  if (Array.isArray(whenMatched)) {
    const ctx = { ...compile, variables: { ...compile.variables, ...variables, new: incoming } };
    return compileUpdate(whenMatched.filter(isPlainObject), { ctx }).apply(existing, { inserting: false });
  }
  if (whenMatched === 'fail') {
    const of = (value: (field: string) => unknown) =>
      Object.fromEntries(output.on.map((field) => [field, value(field)]));
    fail(11000, '$merge found an existing document with a matching key', {
      keyPattern: of(() => 1),
      keyValue: of((field) => getPath(incoming, field) ?? null),
    });
  }
  if (whenMatched === 'keepExisting') return existing;
  return whenMatched === 'replace'
    ? { ...incoming, _id: existing._id }
    : { ...existing, ...incoming, _id: existing._id };
}

function replaceRow(context: CommandContext, collection: Collection, row: Row, document: Document): void {
  if (!equals(document._id, row.document._id)) fail(66, '$merge may not change the immutable field _id');
  const { _id, ...rest } = document;
  const raw = encode({ _id, ...rest });
  if (raw.equals(row.raw)) return;
  const { recordId, document: before } = row;
  context.services.store.writer.write({ collection, recordId, before, after: decode(raw), raw });
}

function mergeInto(
  context: CommandContext,
  output: Extract<Output, { kind: 'merge' }>,
  documents: readonly Buffer[],
  compile: CompileContext,
): void {
  const collection = context.services.store.catalogue.ensure(output.namespace);
  checkMergeKey(collection, output.on);
  for (const raw of documents) {
    const incoming = decode(raw);
    const key = output.on.map((field) => [field, { $eq: getPath(incoming, field) ?? null }] as const);
    const { rows } = matchForWrite(context, collection, Object.fromEntries(key), {
      statement: {},
      context: compile,
      limit: 1,
    });
    const [row] = rows;
    if (row) replaceRow(context, collection, row, merged(row.document, incoming, output, compile));
    else if (output.whenNotMatched === 'insert') insertDocument(context, collection, incoming);
    else if (output.whenNotMatched === 'fail')
      fail(
        13113,
        '$merge could not find a matching document in the target collection for at least one document in the source collection',
      );
  }
}

/** Writes a pipeline's result; runs inside the write queue. */
export function writeOutput(
  context: CommandContext,
  output: Output,
  documents: readonly Buffer[],
  compile: CompileContext,
): void {
  if (output.kind === 'replaceCollection') replaceCollection(context, output.namespace, documents);
  else mergeInto(context, output, documents, compile);
}
