import { Timestamp } from 'bson';

import {
  add,
  bsonType,
  BsonType,
  compare,
  double,
  isNumeric,
  isPlainObject,
  multiply,
  toBigInt,
  typeName,
  Width,
  widthOf,
} from '../bson';
import { buildDecimal, finite } from '../bson/decimal';
import { fail } from '../errors';
import type { CompileContext } from '../query/context';
import type { Document } from '../types';
import { describe, describeId, KEEP, REMOVE } from './paths';

/** What a modifier may ask about the update it runs in. */
export type Situation = { readonly doc: Document; readonly path: string };

/** New value of a field, or KEEP, or REMOVE. */
export type Modifier = (current: unknown, situation: Situation) => unknown;

/** Compiles the argument of an operator for one path. */
export type CompileModifier = (argument: unknown, path: string, context: CompileContext) => Modifier;

/** Writing what is there already changes nothing; only plain scalars are worth the comparison. */
function assign(value: unknown): Modifier {
  return (current) => (typeof value !== 'object' && Object.is(current, value) ? KEEP : value);
}

function requireNumeric(current: unknown, operator: string, { doc, path }: Situation): void {
  if (isNumeric(current)) return;
  const field = path.slice(path.lastIndexOf('.') + 1);
  fail(
    14,
    `Cannot apply ${operator} to a value of non-numeric type. ${describeId(doc)} has the field '${field}' of non-numeric type ${typeName(current)}`,
  );
}

const increment: CompileModifier = (amount, path) => {
  if (!isNumeric(amount)) fail(14, `Cannot increment with non-numeric argument: {${path}: ${describe(amount)}}`);
  return (current, situation) => {
    if (current === undefined) return amount;
    requireNumeric(current, '$inc', situation);
    return add(current, amount, () =>
      fail(
        2,
        `Failed to apply $inc operations to current value ((NumberLong)${describe(current)}) for document ${describeId(situation.doc)}`,
      ),
    );
  };
};

const ZEROS: readonly unknown[] = [0, 0n, double(0), buildDecimal(finite(0n, 0))];

const times: CompileModifier = (factor, path) => {
  if (!isNumeric(factor)) fail(14, `Cannot multiply with non-numeric argument: {${path}: ${describe(factor)}}`);
  return (current, situation) => {
    if (current === undefined) return ZEROS[widthOf(factor)];
    requireNumeric(current, '$mul', situation);
    return multiply(current, factor, () =>
      fail(
        2,
        `Failed to apply $mul operations to current value ((NumberLong)${describe(current)}) for document ${describeId(situation.doc)}`,
      ),
    );
  };
};

const extreme =
  (direction: 1 | -1): CompileModifier =>
  (bound, _path, { collator }) =>
  (current) =>
    current === undefined || compare(bound, current, collator) * direction > 0 ? bound : KEEP;

function currentDateType(argument: unknown): string {
  if (typeof argument === 'boolean') return 'date';
  if (!isPlainObject(argument)) {
    return fail(
      2,
      `${typeName(argument)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    );
  }
  for (const name of Object.keys(argument)) if (name !== '$type') fail(2, `Unrecognized $currentDate option: ${name}`);
  const { $type: type } = argument;
  if (type === 'date' || type === 'timestamp') return type;
  return fail(
    2,
    `The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}`,
  );
}

const currentDate: CompileModifier = (argument, _path, { now }) => {
  if (currentDateType(argument) === 'date') return () => now;
  const timestamp = new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 });
  return () => timestamp;
};

const BIT_OPERATIONS: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};

const isInteger = (value: unknown): boolean => bsonType(value) === BsonType.int || bsonType(value) === BsonType.long;

const bit: CompileModifier = (argument, path) => {
  if (!isPlainObject(argument)) {
    return fail(
      2,
      `The $bit modifier is not compatible with a ${typeName(argument)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  }
  const steps = Object.entries(argument).map(([name, operand]) => {
    const operation =
      BIT_OPERATIONS[name] ??
      fail(
        2,
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${name}: ${describe(operand)}}`,
      );
    if (!isInteger(operand))
      fail(
        2,
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(operand)}' is not supported here: {${name}: ${describe(operand)}}`,
      );
    return { operation, operand };
  });
  if (steps.length === 0)
    fail(2, `You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}`);
  return (current, { doc }) => {
    if (current !== undefined && !isInteger(current)) {
      fail(
        2,
        `Cannot apply $bit to a value of non-integral type. ${describeId(doc)} has the field ${path} of non-integer type ${typeName(current)}`,
      );
    }
    const operands = [current ?? 0, ...steps.map(({ operand }) => operand)];
    const result = steps.reduce(
      (value, { operation, operand }) => operation(value, toBigInt(operand)),
      toBigInt(current ?? 0),
    );
    return operands.some((value) => widthOf(value) === Width.long) ? result : Number(result);
  };
};

/** Modifiers of single values; those of arrays are in `array-modifiers`. */
export const VALUE_MODIFIERS: ReadonlyMap<string, CompileModifier> = new Map<string, CompileModifier>([
  ['$set', (value) => assign(value)],
  ['$setOnInsert', (value) => assign(value)],
  ['$unset', () => (current) => (current === undefined ? KEEP : REMOVE)],
  ['$inc', increment],
  ['$mul', times],
  ['$min', extreme(-1)],
  ['$max', extreme(1)],
  ['$currentDate', currentDate],
  ['$bit', bit],
]);
