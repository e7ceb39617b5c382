import { compare, decodeSome, encode, identity, isNumeric, toNumber } from '../bson';
import { fail } from '../errors';
import { mapRows, Pace, type Paced, type Pause, sortWithPauses, visitRows } from '../pace';
import { compileProjection, projectionFields, topLevelOf, valuesAt } from '../query';
import type { PreparedQuery, Query } from '../store/document-store';
import type { ReadStatistics, Row } from '../store/query';
import type { Collator, Document } from '../types';
import {
  checkFields,
  collectionOf,
  compileContext,
  documentOrEmpty,
  flag,
  hintOf,
  namespaceOf,
  numberOr,
  optionalDocument,
  requiredString,
} from './arguments';
import { type CommandContext, type Reply, read } from './command';
import { continueCursor, openCursor } from './cursor-reply';
import { deadlineOf, finish } from './turns';

const FIND_FIELDS = [
  'filter',
  'sort',
  'projection',
  'hint',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'collation',
  'let',
  'noCursorTimeout',
  'allowPartialResults',
  'allowDiskUse',
  'oplogReplay',
  'tailable',
  'awaitData',
  'min',
  'max',
  'returnKey',
  'showRecordId',
  'ntoreturn',
];
const REFUSED_FIND_OPTIONS = ['tailable', 'awaitData', 'min', 'max', 'returnKey', 'showRecordId', 'ntoreturn'];

/** A `find` command, compiled and planned. */
export interface PreparedFind {
  readonly namespace: string;
  readonly query: PreparedQuery;
  readonly rows: () => Generator<Paced<Buffer>>;
  readonly single: boolean;
}

function refuseOptions(body: Document): void {
  for (const option of REFUSED_FIND_OPTIONS) {
    if (body[option] !== undefined && body[option] !== false)
      fail(238, `find: '${option}' is not supported by the embedded store`);
  }
}

/** What is sent of a row: its stored bytes, or its projection. */
function outputOf(query: PreparedQuery, projection: Document | undefined): (row: Row) => Buffer {
  if (!projection || Object.keys(projection).length === 0) return (row) => row.raw;
  const project = compileProjection(projection, query.filter, query.context);
  const positional = Object.keys(projection).some((path) => path.endsWith('.$'));
  const fields = positional ? null : projectionFields(projection, query.context);
  return (row) => encode(project(fields ? decodeSome(row.raw, fields) : row.document));
}

function queryOf(context: CommandContext, filterField: 'filter' | 'query', namespace: string): Query {
  const { body, transaction } = context;
  return {
    filter: documentOrEmpty(body, filterField),
    context: compileContext(context, body, namespace),
    hint: hintOf(body),
    transaction,
  };
}

export function prepareFind(context: CommandContext, statistics?: ReadStatistics): PreparedFind {
  checkFields(context, FIND_FIELDS);
  const { body, services } = context;
  refuseOptions(body);
  const namespace = namespaceOf(context);
  const limit = numberOr(body, 'limit', 0);
  const skip = numberOr(body, 'skip', 0);
  if (skip < 0) fail(51024, `BSON field 'skip' value must be >= 0, actual value '${skip}'`);
  const query = services.store.prepare(collectionOf(context, namespace), {
    ...queryOf(context, 'filter', namespace),
    sort: optionalDocument(body, 'sort'),
    skip,
    limit: limit === 0 ? Infinity : Math.abs(limit),
    statistics,
  });
  const output = outputOf(query, optionalDocument(body, 'projection'));
  const rows = (): Generator<Paced<Buffer>> => mapRows(query.rows(), output);
  return { namespace, query, rows, single: limit < 0 || flag(body, 'singleBatch') };
}

function find(context: CommandContext): Promise<Reply> {
  const { namespace, rows, single } = prepareFind(context);
  const batchSize = context.body.batchSize === undefined ? undefined : numberOr(context.body, 'batchSize', 0);
  return openCursor(context, rows(), { namespace, batchSize, single });
}

function cursorId(value: unknown): bigint {
  if (!isNumeric(value)) return fail(14, 'a cursor id is a long');
  return typeof value === 'bigint' ? value : BigInt(toNumber(value));
}

function getMore(context: CommandContext): Promise<Reply> {
  checkFields(context, ['collection', 'batchSize', 'term', 'lastKnownCommittedOpTime']);
  const namespace = `${context.database}.${requiredString(context.body, 'collection')}`;
  return continueCursor(context, cursorId(context.body.getMore), namespace);
}

function killCursors({ body, services }: CommandContext): Reply {
  const ids = (Array.isArray(body.cursors) ? body.cursors : []).map(cursorId);
  const cursorsKilled = ids.filter((id) => services.cursors.kill(id));
  const cursorsNotFound = ids.filter((id) => !cursorsKilled.includes(id));
  return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
}

/** The number of documents that match a query, `skip` and `limit` applied. */
export async function countMatches(context: CommandContext, namespace: string, query: Query): Promise<number> {
  const { store } = context.services;
  const collection = collectionOf(context, namespace);
  if (!collection) {
    store.prepare(undefined, query);
    return 0;
  }
  const whole = Object.keys(query.filter).length === 0 && !context.transaction;
  return finish(whole ? store.size(collection) : store.count(collection, query), deadlineOf(context));
}

async function count(context: CommandContext): Promise<Reply> {
  checkFields(context, ['query', 'limit', 'skip', 'hint', 'collation', 'fields']);
  const namespace = namespaceOf(context);
  const n = await countMatches(context, namespace, queryOf(context, 'query', namespace));
  const skipped = Math.max(0, n - numberOr(context.body, 'skip', 0));
  const limit = Math.abs(numberOr(context.body, 'limit', 0));
  return { n: limit === 0 ? skipped : Math.min(skipped, limit), ok: 1 };
}

function* distinctValues(
  rows: Iterable<Paced<Row>>,
  key: string,
  collator: Collator | undefined,
  pace: Pace,
): Generator<Pause, unknown[]> {
  const values = new Map<string, unknown>();
  const needed = new Set([topLevelOf(key)]);
  yield* visitRows(rows, ({ raw }) => {
    for (const value of valuesAt(decodeSome(raw, needed), key)) {
      const same = identity(value, collator?.spec);
      if (!values.has(same)) values.set(same, value);
    }
  });
  return yield* sortWithPauses([...values.values()], (a, b) => compare(a, b, collator), pace);
}

async function distinct(context: CommandContext): Promise<Reply> {
  checkFields(context, ['key', 'query', 'collation', 'hint']);
  const { store } = context.services;
  const namespace = namespaceOf(context);
  const key = requiredString(context.body, 'key');
  const pace = new Pace();
  const query = { ...queryOf(context, 'query', namespace), pace };
  const rows = store.prepare(collectionOf(context, namespace), query).rows();
  const values = await finish(distinctValues(rows, key, query.context.collator, pace), deadlineOf(context));
  return { values, ok: 1 };
}

export const FIND_COMMANDS = {
  find: read(find),
  getMore: read(getMore),
  killCursors: read(killCursors),
  count: read(count),
  distinct: read(distinct),
};
