import { Binary } from 'bson';

import { encode, isNullish, isPlainObject, typeName } from '../../bson';
import { fail } from '../../errors';
import type { Document } from '../../types';
import { constantOf, namedArguments, type Operator, type OperatorEntry, unary, unlessNull, variadic } from './define';
import type { Evaluate } from './scope';

function mergeObjects(values: readonly unknown[]): Document {
  const result: Document = {};
  const flat = values.length === 1 && Array.isArray(values[0]) ? (values[0] as unknown[]) : values;
  for (const value of flat) {
    if (isNullish(value)) continue;
    if (!isPlainObject(value))
      return fail(
        40400,
        `$mergeObjects requires object inputs, but input ${String(value)} is of type ${typeName(value)}`,
      );
    for (const name of Object.keys(value)) result[name] = value[name];
  }
  return result;
}

function objectToArray(value: unknown): unknown {
  if (!isPlainObject(value)) return fail(40390, `$objectToArray requires a document input, found: ${typeName(value)}`);
  return Object.keys(value).map((k) => ({ k, v: value[k] }));
}

/** A field name must be known when the expression is compiled. */
function fieldName(operator: string, evaluate: Evaluate): string {
  const known = constantOf(evaluate);
  if (!known) return fail(4161106, `${operator} requires 'field' to evaluate to a constant`);
  if (typeof known.value !== 'string')
    fail(4161107, `${operator} requires 'field' to evaluate to type String, but got ${typeName(known.value)}`);
  return String(known.value);
}

const getField: Operator = (argument, scope, compile) => {
  const full = isPlainObject(argument) && !Object.keys(argument)[0]?.startsWith('$') ? argument : { field: argument };
  const args = namedArguments('$getField', full, { required: ['field'], optional: ['input'] }, (one) =>
    compile(one, scope),
  );
  const input = args.has('input') ? args.input : compile('$$CURRENT', scope);
  const known = constantOf(args.field);
  const nameOf = known ? constantName('$getField', args.field) : args.field;
  return (doc) => {
    const name = nameOf(doc);
    if (typeof name !== 'string')
      return fail(3041704, `$getField requires 'field' to evaluate to type String, but got ${typeName(name)}`);
    const value = input(doc);
    if (isNullish(value)) return value;
    return isPlainObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  };
};

function constantName(operator: string, evaluate: Evaluate): Evaluate {
  const name = fieldName(operator, evaluate);
  return () => name;
}

function withField(operator: string, input: unknown, name: string, value: unknown): unknown {
  if (isNullish(input)) return null;
  if (!isPlainObject(input)) return fail(4161105, `${operator} requires 'input' to evaluate to type Object`);
  const result = { ...input };
  if (value === undefined) delete result[name];
  else result[name] = value;
  return result;
}

const setField: Operator = (argument, scope, compile) => {
  const args = namedArguments('$setField', argument, { required: ['field', 'input', 'value'], optional: [] }, (one) =>
    compile(one, scope),
  );
  const name = fieldName('$setField', args.field);
  return (doc) => withField('$setField', args.input(doc), name, args.value(doc));
};

const unsetField: Operator = (argument, scope, compile) => {
  const args = namedArguments('$unsetField', argument, { required: ['field', 'input'], optional: [] }, (one) =>
    compile(one, scope),
  );
  const name = fieldName('$unsetField', args.field);
  return (doc) => withField('$unsetField', args.input(doc), name, undefined);
};

function bsonSize(value: unknown): number {
  return isPlainObject(value)
    ? encode(value).length
    : fail(31393, `$bsonSize requires a document input, found: ${typeName(value)}`);
}

function binarySize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return value instanceof Binary
    ? value.position
    : fail(51276, `$binarySize requires a string or BinData argument, found: ${typeName(value)}`);
}

const meta: Operator = (argument, scope) => {
  if (argument !== 'textScore') fail(17308, `Unsupported argument to $meta: ${String(argument)}`);
  const text = scope.context.text ?? fail(40218, 'query requires text score metadata, but it is not available');
  scope.reads.whole = true;
  return (doc) => text.score(doc);
};

/** Documents. */
export const OBJECTS: readonly OperatorEntry[] = [
  variadic('$mergeObjects', mergeObjects),
  unary('$objectToArray', unlessNull(objectToArray)),
  ['$getField', getField],
  ['$setField', setField],
  ['$unsetField', unsetField],
  unary('$bsonSize', unlessNull(bsonSize)),
  unary('$binarySize', unlessNull(binarySize)),
  ['$meta', meta],
];
