import { decode, isPlainObject, rawArray } from '../bson';
import { fail } from '../errors';
import { type CompileContext, compileProjection } from '../query';
import type { Collection } from '../store/collection';
import type { Document } from '../types';
import {
  checkFields,
  checkStatementFields,
  collectionOf,
  compileContext,
  documentArray,
  documentOrEmpty,
  flag,
  namespaceOf,
  numberOr,
  optionalDocument,
} from './arguments';
import { checkBatchSize, runBatch } from './batch';
import { type CommandContext, type Reply, write } from './command';
import { compileStatement, insertRaw, removeRow, updateRow, upsert, type UpdateStatement } from './document-changes';
import { type Matches, matchForWrite } from './matching';

const UPDATE_STATEMENT = ['q', 'u', 'c', 'multi', 'upsert', 'arrayFilters', 'collation', 'hint', 'sampleId'];
const DELETE_STATEMENT = ['q', 'limit', 'collation', 'hint', 'sampleId'];
const BATCH_FIELDS = ['ordered', 'bypassDocumentValidation', 'let', 'stmtIds', 'stmtId'];

/** The statements of a bulk write, from the body or from a document sequence beside it. */
function statementsOf({ name, body, sequences }: CommandContext, field: string, known: readonly string[]): Document[] {
  const statements = sequences.get(field)?.map((raw) => decode(raw)) ?? documentArray(body, field);
  checkBatchSize(statements.length);
  for (const statement of statements) checkStatementFields(`${name}.${field}`, statement, known);
  return statements;
}

function insert(context: CommandContext): Reply {
  checkFields(context, [...BATCH_FIELDS, 'documents']);
  const namespace = namespaceOf(context);
  const documents = context.sequences.get('documents') ?? rawArray(context.rawBody, 'documents') ?? [];
  checkBatchSize(documents.length);
  const collection = context.services.store.catalogue.ensure(namespace, context.transaction);
  let n = 0;
  const errors = runBatch(context, documents, (raw) => {
    insertRaw(context, collection, raw);
    n++;
  });
  return { n, ...errors, ok: 1 };
}

function updateStatementOf(spec: unknown, statement: Document): UpdateStatement {
  const valid = isPlainObject(spec) || (Array.isArray(spec) && spec.every(isPlainObject));
  if (!valid) return fail(9, 'Update argument must be either an object or an array');
  return { spec, arrayFilters: documentArray(statement, 'arrayFilters') };
}

/** @throws MongoError 224 for a filter that no document could be made from */
function checkUpsertFilter(filter: Document): void {
  if ('$expr' in filter) fail(224, '$expr is not allowed in the query predicate for an upsert');
  for (const operator of ['$and', '$or', '$nor']) {
    const parts = filter[operator];
    if (Array.isArray(parts)) parts.filter(isPlainObject).forEach(checkUpsertFilter);
  }
}

/** The collection to change; an upsert creates a missing one. */
const targetOf = (context: CommandContext, namespace: string, upserts: boolean): Collection | undefined =>
  upserts ? context.services.store.catalogue.ensure(namespace, context.transaction) : collectionOf(context, namespace);

interface UpdateCounts {
  n: number;
  nModified: number;
  readonly upserted: Document[];
}

function runUpdate(
  context: CommandContext,
  namespace: string,
  statement: Document,
  index: number,
  counts: UpdateCounts,
): void {
  const compile = compileContext(context, statement, namespace);
  const update = compileStatement(updateStatementOf(statement.u, statement), compile);
  const multi = flag(statement, 'multi');
  if (multi && update.isReplacement) fail(9, 'multi update is not supported for replacement-style update');
  const filter = documentOrEmpty(statement, 'q');
  const upserts = flag(statement, 'upsert');
  if (upserts) checkUpsertFilter(filter);
  const collection = targetOf(context, namespace, upserts);
  const { query, rows } = matchForWrite(context, collection, filter, {
    statement,
    context: compile,
    limit: multi ? 0 : 1,
  });
  if (collection === undefined) return;
  for (const row of rows) {
    if (updateRow(context, collection, row, update, query.filter)) counts.nModified++;
    counts.n++;
  }
  if (rows.length > 0 || !upserts) return;
  const { _id } = upsert(context, collection, filter, update);
  counts.upserted.push({ index, _id });
  counts.n++;
}

function update(context: CommandContext): Reply {
  checkFields(context, [...BATCH_FIELDS, 'updates']);
  const namespace = namespaceOf(context);
  const counts: UpdateCounts = { n: 0, nModified: 0, upserted: [] };
  const errors = runBatch(context, statementsOf(context, 'updates', UPDATE_STATEMENT), (statement, index) =>
    runUpdate(context, namespace, statement, index, counts),
  );
  const { n, nModified, upserted } = counts;
  return { n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ...errors, ok: 1 };
}

function remove(context: CommandContext): Reply {
  checkFields(context, [...BATCH_FIELDS, 'deletes']);
  const namespace = namespaceOf(context);
  const collection = collectionOf(context, namespace);
  let n = 0;
  const errors = runBatch(context, statementsOf(context, 'deletes', DELETE_STATEMENT), (statement) => {
    const compile = compileContext(context, statement, namespace);
    const limit = numberOr(statement, 'limit', 0);
    if (limit !== 0 && limit !== 1) fail(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
    const { rows } = matchForWrite(context, collection, documentOrEmpty(statement, 'q'), {
      statement,
      context: compile,
      limit,
    });
    for (const row of rows) {
      if (collection) removeRow(context, collection, row);
      n++;
    }
  });
  return { n, ...errors, ok: 1 };
}

const FIND_AND_MODIFY_FIELDS = [
  'query',
  'sort',
  'remove',
  'update',
  'new',
  'fields',
  'upsert',
  'bypassDocumentValidation',
  'collation',
  'arrayFilters',
  'hint',
  'let',
  'stmtId',
];

function checkFindAndModify({ body }: CommandContext): void {
  const removes = flag(body, 'remove');
  if (removes && body.update !== undefined) fail(9, 'Cannot specify both an update and remove=true');
  if (removes && flag(body, 'upsert')) fail(9, 'Cannot specify both upsert=true and remove=true');
  if (removes && flag(body, 'new'))
    fail(9, "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document");
  if (!removes && body.update === undefined) fail(9, 'Either an update or remove=true must be specified');
}

/** What both forms of `findAndModify` work with. */
interface FoundForChange {
  readonly filter: Document;
  readonly compile: CompileContext;
  readonly matches: Matches;
  readonly collection: Collection | undefined;
  readonly project: (document: Document) => Document;
}

function findForChange(context: CommandContext): FoundForChange {
  const { body } = context;
  const namespace = namespaceOf(context);
  const compile = compileContext(context, body, namespace);
  const filter = documentOrEmpty(body, 'query');
  if (flag(body, 'upsert')) checkUpsertFilter(filter);
  const collection = targetOf(context, namespace, flag(body, 'upsert'));
  const matches = matchForWrite(context, collection, filter, { statement: body, context: compile, limit: 1 });
  const { query } = matches;
  const project = compileProjection(optionalDocument(body, 'fields') ?? {}, query.filter, query.context);
  return { filter, compile, matches, collection, project };
}

function findAndRemove(context: CommandContext): Reply {
  const { matches, collection, project } = findForChange(context);
  const [row] = matches.rows;
  if (!row || !collection) return { lastErrorObject: { n: 0 }, value: null, ok: 1 };
  removeRow(context, collection, row);
  return { lastErrorObject: { n: 1 }, value: project(row.document), ok: 1 };
}

function findAndUpdate(context: CommandContext): Reply {
  const { body } = context;
  const { filter, compile, matches, collection, project } = findForChange(context);
  const change = compileStatement(updateStatementOf(body.update, body), compile);
  const [row] = matches.rows;
  const wantsNew = flag(body, 'new');
  if (row && collection) {
    const after = updateRow(context, collection, row, change, matches.query.filter) ?? row.document;
    return { lastErrorObject: { n: 1, updatedExisting: true }, value: project(wantsNew ? after : row.document), ok: 1 };
  }
  if (!flag(body, 'upsert') || !collection) {
    return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 };
  }
  const made = upsert(context, collection, filter, change);
  const lastErrorObject = { n: 1, updatedExisting: false, upserted: made._id };
  return { lastErrorObject, value: wantsNew ? project(made) : null, ok: 1 };
}

function findAndModify(context: CommandContext): Reply {
  checkFields(context, FIND_AND_MODIFY_FIELDS);
  checkFindAndModify(context);
  return flag(context.body, 'remove') ? findAndRemove(context) : findAndUpdate(context);
}

export const WRITE_COMMANDS = {
  insert: write(insert),
  update: write(update),
  delete: write(remove),
  findAndModify: write(findAndModify),
};
