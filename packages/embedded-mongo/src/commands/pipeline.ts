import { type PipelineContext, compilePipeline, dependencies } from '../agg';
import { decode, decodeSome, encode, equals, isNumeric, isPlainObject, toNumber } from '../bson';
import { mapRows, Pace, type Paced } from '../pace';
import type { CompileContext } from '../query';
import type { PreparedQuery, Query } from '../store/document-store';
import type { ReadStatistics } from '../store/query';
import type { Document } from '../types';
import { collectionOf } from './arguments';
import type { CommandContext } from './command';

/** The part of a pipeline that the planner takes over, and the rest. */
export interface PipelineHead {
  readonly filter: Document;
  readonly sort: Document | undefined;
  readonly skip: number;
  readonly limit: number;
  readonly rest: Document[];
}

const wholeNumber = (value: unknown, least: number): number | undefined => {
  const number = isNumeric(value) ? toNumber(value) : Number.NaN;
  return Number.isInteger(number) && number >= least ? number : undefined;
};

/** Splits off the leading `$match`es and the `$sort`, `$skip`, `$limit` that follow in this order. */
export function splitHead(stages: readonly Document[]): PipelineHead {
  const rest = [...stages];
  const take = (name: string): unknown => (rest[0] && Object.keys(rest[0]).length === 1 ? rest[0][name] : undefined);
  const filters: Document[] = [];
  for (let filter = take('$match'); isPlainObject(filter); filter = take('$match')) {
    filters.push(filter);
    rest.shift();
  }
  const sort = take('$sort');
  if (isPlainObject(sort)) rest.shift();
  const skip = wholeNumber(take('$skip'), 0);
  if (skip !== undefined) rest.shift();
  const limit = wholeNumber(take('$limit'), 1);
  if (limit !== undefined) rest.shift();
  const filter = filters.length > 1 ? { $and: filters } : (filters[0] ?? {});
  return { filter, sort: isPlainObject(sort) ? sort : undefined, skip: skip ?? 0, limit: limit ?? Infinity, rest };
}

/** `{ $group: { _id: <constant>, n: { $sum: 1 } } }`, which drivers send for `countDocuments`. */
export function countGroupOf(rest: readonly Document[]): { id: unknown; field: string } | undefined {
  const [stage, ...more] = rest;
  const group = stage?.$group;
  if (more.length > 0 || !isPlainObject(group)) return undefined;
  const [field, ...others] = Object.keys(group).filter((name) => name !== '_id');
  const { _id: id } = group;
  const constant = id === null || typeof id === 'number';
  if (field === undefined || others.length > 0 || !constant || !equals(group[field], { $sum: 1 })) return undefined;
  return { id, field };
}

function pipelineContext(
  context: CommandContext,
  compile: CompileContext,
  namespace: string,
  pace: Pace,
): PipelineContext {
  const { store } = context.services;
  return {
    ...compile,
    namespace,
    pace,
    lookup(from: string, filter: Document, inner: CompileContext): Iterable<Paced<Document>> {
      const query = { filter, context: inner, transaction: context.transaction, pace };
      return mapRows(store.prepare(collectionOf(context, from), query).rows(), (row) => row.document);
    },
  };
}

export interface PreparedPipeline {
  readonly head: PipelineHead;
  readonly query: PreparedQuery;
  /** What the planner's part of the query is. */
  readonly request: Query;
  /** Reads and computes, with pauses. */
  documents(): Generator<Paced<Buffer>>;
}

export interface PipelineSource {
  readonly namespace: string;
  readonly stages: readonly Document[];
  readonly compile: CompileContext;
  readonly hint?: string | Document | undefined;
  readonly statistics?: ReadStatistics | undefined;
}

/** Compiles a pipeline over a collection, all stages before the first document is read. */
export function preparePipeline(context: CommandContext, source: PipelineSource): PreparedPipeline {
  const { store } = context.services;
  const { namespace, compile, hint, statistics } = source;
  const pace = new Pace();
  const head = splitHead(source.stages);
  const { rest, ...reading } = head;
  const request: Query = { ...reading, context: compile, hint, statistics, transaction: context.transaction, pace };
  const query = store.prepare(collectionOf(context, namespace), request);
  const run = compilePipeline(rest, pipelineContext(context, query.context, namespace, pace));
  const fields = dependencies(rest); // only the fields that the stages read are decoded
  const documents = (): Generator<Paced<Buffer>> => {
    if (rest.length === 0) return mapRows(query.rows(), ({ raw }) => raw);
    return mapRows(run(mapRows(query.rows(), ({ raw }) => (fields ? decodeSome(raw, fields) : decode(raw)))), encode);
  };
  return { head, query, request, documents };
}

/** A pipeline without a collection: it brings its own documents, or reads the server's sessions. */
export function runStandalone(
  context: CommandContext,
  stages: readonly Document[],
  compile: CompileContext,
  namespace: string,
): Generator<Paced<Buffer>> {
  const run = compilePipeline([...stages], pipelineContext(context, compile, namespace, new Pace()));
  return mapRows(run(context.services.sessions.describe()), encode);
}
