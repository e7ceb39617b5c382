import { evaluateLet } from '../agg';
import { isNumeric, isPlainObject, toNumber, typeName } from '../bson';
import { fail } from '../errors';
import { type CompileContext, collatorOf } from '../query';
import type { Collection } from '../store/collection';
import type { Collation, Document } from '../types';
import type { CommandContext } from './command';

/** Fields that every command may carry. */
const COMMON_FIELDS: ReadonlySet<string> = new Set([
  '$db',
  'lsid',
  'txnNumber',
  'startTransaction',
  'autocommit',
  'readConcern',
  'writeConcern',
  '$readPreference',
  '$clusterTime',
  'comment',
  'maxTimeMS',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'bypassEmptyTsReplacement',
]);

/** @throws MongoError 40415 for a field that the command does not have */
export function checkFields({ name, body }: CommandContext, known: readonly string[]): void {
  for (const field of Object.keys(body)) {
    if (field !== name && !COMMON_FIELDS.has(field) && !known.includes(field)) {
      fail(40415, `BSON field '${name}.${field}' is an unknown field.`);
    }
  }
}

/** @throws MongoError 40415 for a field that the statements of a bulk write do not have */
export function checkStatementFields(what: string, statement: Document, known: readonly string[]): void {
  const unknown = Object.keys(statement).find((field) => !known.includes(field));
  if (unknown !== undefined) fail(40415, `BSON field '${what}.${unknown}' is an unknown field.`);
}

const wrongType = (field: string, value: unknown, expected: string): never =>
  fail(14, `BSON field '${field}' is the wrong type '${typeName(value)}', expected type '${expected}'`);

const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null;

export function numberOr(body: Document, field: string, otherwise: number): number {
  const value = body[field];
  if (isAbsent(value)) return otherwise;
  return isNumeric(value) ? Math.trunc(toNumber(value)) : wrongType(field, value, 'number');
}

export function optionalDocument(body: Document, field: string): Document | undefined {
  const value = body[field];
  if (isAbsent(value)) return undefined;
  return isPlainObject(value) ? value : wrongType(field, value, 'object');
}

export const documentOrEmpty = (body: Document, field: string): Document => optionalDocument(body, field) ?? {};

export function optionalArray(body: Document, field: string): unknown[] | undefined {
  const value = body[field];
  if (isAbsent(value)) return undefined;
  return Array.isArray(value) ? (value as unknown[]) : wrongType(field, value, 'array');
}

export function documentArray(body: Document, field: string): Document[] {
  const values = optionalArray(body, field) ?? [];
  return values.map((value) => (isPlainObject(value) ? value : wrongType(field, value, 'object')));
}

export function requiredString(body: Document, field: string): string {
  const value = body[field];
  return typeof value === 'string' ? value : wrongType(field, value, 'string');
}

/** MongoDB takes any number or boolean for a flag. */
export function flag(body: Document, field: string, otherwise = false): boolean {
  const value = body[field];
  if (isAbsent(value)) return otherwise;
  if (typeof value === 'boolean') return value;
  return isNumeric(value) ? toNumber(value) !== 0 : wrongType(field, value, 'bool');
}

export function hintOf(body: Document): string | Document | undefined {
  const { hint } = body;
  if (isAbsent(hint) || (isPlainObject(hint) && Object.keys(hint).length === 0)) return undefined;
  return typeof hint === 'string' || isPlainObject(hint) ? hint : fail(9, 'Hint must be a string or an object');
}

/** @throws MongoError 73 when the name cannot be a collection's */
export function namespaceOf({ body, name, database }: CommandContext): string {
  const collection = body[name];
  if (typeof collection !== 'string') return fail(73, `collection name has invalid type ${typeName(collection)}`);
  return qualify(database, collection);
}

export function qualify(database: string, collection: string): string {
  const valid =
    collection !== '' &&
    !collection.startsWith('.') &&
    !/[\0$]/.test(collection) &&
    database !== '' &&
    !/[\0 /\\."$]/.test(database);
  if (!valid) fail(73, `Invalid namespace specified '${database}.${collection}'`);
  return `${database}.${collection}`;
}

/** The collection of this name, as the command's transaction sees it. */
export const collectionOf = ({ services, transaction }: CommandContext, namespace: string): Collection | undefined =>
  services.store.catalogue.get(namespace, transaction);

/** What the filters and expressions of one statement are compiled with. */
export function compileContext(context: CommandContext, statement: Document, namespace?: string): CompileContext {
  const own = optionalDocument(statement, 'collation');
  const inherited = namespace === undefined ? undefined : collectionOf(context, namespace)?.options.collation;
  const compile = { collator: collatorOf((own ?? inherited) as Collation | undefined), now: context.now };
  const variables = optionalDocument(context.body, 'let');
  return variables ? { ...compile, variables: evaluateLet(variables, compile) } : compile;
}
