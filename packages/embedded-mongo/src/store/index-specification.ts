import { equals, isNumeric, isPlainObject, toNumber } from '../bson';
import { fail } from '../errors';
import { collatorOf, compileFilter } from '../query';
import type { Collation, Document } from '../types';
import type { Collection, Index, IndexDefinition } from './collection';

export type IndexSpecification = Omit<IndexDefinition, 'id'>;

const KNOWN = new Set([
  'key',
  'name',
  'unique',
  'sparse',
  'expireAfterSeconds',
  'partialFilterExpression',
  'collation',
  'hidden',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  'v',
  'background',
  'ns',
]);
const PARTIAL_OPERATORS = new Set(['$eq', '$gt', '$gte', '$lt', '$lte', '$type', '$exists', '$in']);
const MAX_TTL_SECONDS = 2 ** 31 - 1;

function checkKeyField(field: string, value: unknown): void {
  if (field.includes('$**')) fail(67, 'wildcard indexes are not supported by the embedded store');
  if (field.split('.').includes('')) fail(67, 'Index keys cannot contain an empty field');
  if (field.startsWith('$')) fail(67, "Index key contains an illegal field name: field name starts with '$'");
  if (value === 'text' || (isNumeric(value) && toNumber(value) !== 0)) return;
  if (typeof value === 'string') fail(67, `index type '${value}' is not supported by the embedded store`);
  fail(67, `Values in v:2 index key pattern cannot be of this type or 0: ${field}`);
}

function keyOf(spec: Document): Document {
  const { key } = spec;
  if (!isPlainObject(key)) return fail(9, "The 'key' field is a required property of an index specification");
  if (Object.keys(key).length === 0) fail(67, 'Index keys cannot be an empty object');
  for (const [field, value] of Object.entries(key)) checkKeyField(field, value);
  return key;
}

/** @throws MongoError 67 for operators that a partial index cannot be judged by */
function checkPartial(filter: Document): void {
  for (const [field, condition] of Object.entries(filter)) {
    if (['$and', '$or'].includes(field) && Array.isArray(condition))
      condition.filter(isPlainObject).forEach(checkPartial);
    else if (field.startsWith('$')) fail(67, `unsupported expression in partial index: ${field}`);
    else if (isPlainObject(condition)) {
      const refused = Object.keys(condition).find((name) => name.startsWith('$') && !PARTIAL_OPERATORS.has(name));
      const negative = condition.$exists === false || condition.$exists === 0;
      if (refused !== undefined || negative)
        fail(67, `unsupported expression in partial index: ${refused ?? '$exists: false'}`);
    }
  }
  compileFilter(filter, { now: new Date(0) });
}

function secondsOf(value: unknown, key: Document): number {
  if (!isNumeric(value)) return fail(14, `TTL index 'expireAfterSeconds' option must be numeric`);
  const seconds = Math.trunc(toNumber(value));
  if (!(seconds >= 0 && seconds <= MAX_TTL_SECONDS))
    fail(67, `TTL index 'expireAfterSeconds' option must be within an acceptable range, got ${seconds}`);
  if (Object.keys(key).length > 1)
    fail(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL.');
  if ('_id' in key) fail(197, "The field 'expireAfterSeconds' is not valid for an _id index specification.");
  return seconds;
}

const isSet = (value: unknown): boolean => value === true || (isNumeric(value) && toNumber(value) !== 0);
const defaultName = (key: Document): string =>
  Object.entries(key)
    .map(([field, value]) => `${field}_${String(value)}`)
    .join('_');

function textOptions(spec: Document, key: Document): Partial<IndexSpecification> {
  const fields = Object.keys(key).filter((field) => key[field] === 'text');
  if (fields.length === 0) return {};
  const given = isPlainObject(spec.weights) ? spec.weights : {};
  return {
    weights: Object.fromEntries(fields.map((field) => [field, given[field] ?? 1])),
    default_language: typeof spec.default_language === 'string' ? spec.default_language : 'english',
    language_override: typeof spec.language_override === 'string' ? spec.language_override : 'language',
    textIndexVersion: 3,
  };
}

function collationOf(spec: Document, inherited: unknown, key: Document): { collation?: Collation } {
  const collation = spec.collation ?? inherited;
  if (collation === undefined || Object.values(key).includes('text')) return {};
  const collator = collatorOf(collation as Collation); // checks what the cast assumes
  return collator ? { collation: collator.spec } : {};
}

function partialOf(spec: Document): Partial<IndexSpecification> {
  const { partialFilterExpression: partial } = spec;
  if (partial === undefined) return {};
  if (!isPlainObject(partial)) return fail(14, "'partialFilterExpression' must be an object");
  checkPartial(partial);
  if (isSet(spec.sparse)) fail(67, "cannot mix 'partialFilterExpression' and 'sparse' options");
  return { partialFilterExpression: partial };
}

const FLAGS = ['unique', 'sparse', 'hidden'] as const;

/**
 * Reads one entry of `createIndexes`.
 * @throws MongoError 67, 197 (what is not a valid or supported index), 9, 14
 */
export function readIndexSpecification(spec: Document, inheritedCollation: unknown): IndexSpecification {
  for (const option of Object.keys(spec)) {
    if (!KNOWN.has(option)) fail(197, `The field '${option}' is not valid for an index specification.`);
  }
  const key = keyOf(spec);
  const { name, expireAfterSeconds } = spec;
  return {
    name: typeof name === 'string' ? name : defaultName(key),
    key,
    ...Object.fromEntries(FLAGS.filter((flag) => isSet(spec[flag])).map((flag) => [flag, true])),
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds: secondsOf(expireAfterSeconds, key) }),
    ...partialOf(spec),
    ...textOptions(spec, key),
    ...collationOf(spec, inheritedCollation, key),
  };
}

/** What tells indexes of the same key apart; two that agree in this stand in each other's way. */
const SIGNATURE = ['unique', 'sparse', 'partialFilterExpression', 'collation'] as const;
const OPTIONS = [...SIGNATURE, 'expireAfterSeconds'] as const;

const agreeIn = (names: typeof OPTIONS | typeof SIGNATURE, a: IndexSpecification, b: IndexSpecification): boolean =>
  equals(a.key, b.key) && names.every((name) => equals(a[name] ?? null, b[name] ?? null));

/**
 * The existing index that makes `wanted` superfluous, if any.
 * @throws MongoError 85 or 86 when an existing index stands in its way
 */
export function findExistingIndex({ indexes }: Collection, wanted: IndexSpecification): Index | undefined {
  const similar = indexes.find(({ definition }) => agreeIn(SIGNATURE, definition, wanted));
  if (similar && agreeIn(OPTIONS, similar.definition, wanted)) {
    const { name } = similar.definition;
    if (name !== wanted.name) fail(85, `Index already exists with a different name: ${name}`);
    return similar;
  }
  if (similar) {
    fail(
      85,
      `An equivalent index already exists with the same key but different options. Requested index: ${wanted.name}, existing index: ${similar.definition.name}`,
    );
  }
  if (indexes.some(({ definition }) => definition.name === wanted.name)) {
    fail(
      86,
      `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${wanted.name}`,
    );
  }
  if (wanted.weights && indexes.some(({ textFields }) => textFields.length > 0)) {
    fail(85, 'An equivalent index already exists: only one text index per collection is allowed');
  }
  return undefined;
}
