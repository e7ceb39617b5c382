import { Decimal128 } from 'bson';

import {
  add,
  BsonType,
  bsonType,
  double,
  fitsLong,
  intOrLong,
  isNullish,
  isNumeric,
  multiply,
  subtract,
  toBigInt,
  toDecimal,
  toNumber,
  typeName,
  Width,
  widthOf,
} from '../../bson';
import { buildDecimal, type Decimal, decimalFromDouble, decimalToNumber } from '../../bson/decimal';
import {
  absoluteDecimal,
  divideDecimals,
  remainderDecimals,
  roundDecimal,
  roundInteger,
  type Rounding,
  squareRoot,
} from '../../bson/decimal-math';
import { fail } from '../../errors';
import { binary, type OperatorEntry, unary, unlessNull, variadic } from './define';

const isDecimal = (value: unknown): boolean => widthOf(value) === Width.decimal;

function addAll(values: readonly unknown[]): unknown {
  let date: Date | undefined;
  let total: unknown = 0;
  for (const value of values) {
    if (isNullish(value)) return null;
    if (value instanceof Date) {
      if (date) fail(16612, 'only one date allowed in an $add expression');
      date = value;
    } else {
      if (!isNumeric(value)) fail(14, `$add only supports numeric or date types, not ${typeName(value)}`);
      total = add(total, value);
    }
  }
  return date ? new Date(date.getTime() + Math.round(toNumber(total))) : total;
}

function multiplyAll(values: readonly unknown[]): unknown {
  let product: unknown = 1;
  for (const value of values) {
    if (isNullish(value)) return null;
    if (!isNumeric(value)) fail(14, `$multiply only supports numeric types, not ${typeName(value)}`);
    product = multiply(product, value);
  }
  return product;
}

function subtractValues(a: unknown, b: unknown): unknown {
  if (isNullish(a) || isNullish(b)) return null;
  if (a instanceof Date && b instanceof Date) return BigInt(a.getTime() - b.getTime());
  if (a instanceof Date && isNumeric(b)) return new Date(a.getTime() - Math.round(toNumber(b)));
  if (!isNumeric(a) || !isNumeric(b)) fail(14, `can't $subtract ${typeName(b)} from ${typeName(a)}`);
  return subtract(a, b);
}

function divide(a: unknown, b: unknown): unknown {
  if (isNullish(a) || isNullish(b)) return null;
  if (!isNumeric(a) || !isNumeric(b))
    fail(14, `$divide only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
  if (toNumber(b) === 0) fail(2, "can't $divide by zero");
  if (isDecimal(a) || isDecimal(b)) return buildDecimal(divideDecimals(toDecimal(a), toDecimal(b)));
  return double(toNumber(a) / toNumber(b));
}

function remainder(a: unknown, b: unknown): unknown {
  if (isNullish(a) || isNullish(b)) return null;
  if (!isNumeric(a) || !isNumeric(b))
    fail(16611, `$mod only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
  if (toNumber(b) === 0) fail(16610, "can't $mod by zero");
  const width = Math.max(widthOf(a), widthOf(b));
  if (width === Width.decimal) return buildDecimal(remainderDecimals(toDecimal(a), toDecimal(b)));
  if (width === Width.double) return double(toNumber(a) % toNumber(b));
  const result = toBigInt(a) % toBigInt(b);
  return width === Width.long ? result : Number(result);
}

/** An operator on one number; null and missing give null. */
function numeric(name: string, operate: (value: unknown) => unknown): OperatorEntry {
  return unary(
    name,
    unlessNull((value) => {
      if (!isNumeric(value)) fail(28765, `${name} only supports numeric types, not ${typeName(value)}`);
      return operate(value);
    }),
  );
}

/** An operator that works in doubles; decimals keep their type with a double's precision. */
function viaDouble(name: string, operate: (value: number) => number): OperatorEntry {
  return numeric(name, (value) => inType(value, operate(toNumber(value))));
}

function inType(model: unknown, result: number): unknown {
  return isDecimal(model) ? Decimal128.fromString(Number.isNaN(result) ? 'NaN' : String(result)) : double(result);
}

/** Refuses arguments outside an operator's domain. */
function within(
  name: string,
  code: number,
  admits: (value: number) => boolean,
  domain: string,
  operate: (value: number) => number,
): OperatorEntry {
  return viaDouble(name, (value) => {
    if (!Number.isNaN(value) && !admits(value)) fail(code, `${name}'s argument must be ${domain}, but is ${value}`);
    return operate(value);
  });
}

function absoluteValue(value: unknown): unknown {
  const width = widthOf(value);
  if (width === Width.decimal) return buildDecimal(absoluteDecimal(toDecimal(value)));
  if (width === Width.double) return double(Math.abs(toNumber(value)));
  const integer = toBigInt(value);
  const result = integer < 0n ? -integer : integer;
  if (!fitsLong(result)) fail(28680, "can't take $abs of long long min");
  return width === Width.long ? result : intOrLong(result);
}

function squareRootOf(value: unknown): unknown {
  if (toNumber(value) < 0) fail(28714, "$sqrt's argument must be greater than or equal to 0");
  return isDecimal(value) ? buildDecimal(squareRoot(toDecimal(value))) : double(Math.sqrt(toNumber(value)));
}

/** Rounds a double in decimal notation, so that 2.675 rounds as it is written. */
function roundDouble(value: number, places: number, rounding: Rounding): number {
  if (!Number.isFinite(value)) return value;
  const rounded: Decimal = roundDecimal(decimalFromDouble(value), places, rounding);
  return decimalToNumber(rounded);
}

function roundValue(value: unknown, places: number, rounding: Rounding): unknown {
  const width = widthOf(value);
  if (width === Width.decimal) return buildDecimal(roundDecimal(toDecimal(value), places, rounding));
  if (width === Width.double) return double(roundDouble(toNumber(value), places, rounding));
  if (places >= 0) return value;
  const rounded = roundInteger(toBigInt(value), places, rounding);
  if (!fitsLong(rounded)) fail(51080, 'invalid conversion from Decimal128 result in rounding: overflow');
  return width === Width.long ? rounded : intOrLong(rounded);
}

function placesOf(name: string, value: unknown): number {
  const places = isNumeric(value) ? toNumber(value) : NaN;
  if (!Number.isInteger(places)) fail(51082, `precision argument to  ${name} must be a integral value`);
  if (places < -20 || places > 100)
    fail(51083, `cannot apply ${name} with precision value ${places} value must be in [-20, 100]`);
  return places;
}

function rounder(name: string, rounding: Rounding): OperatorEntry {
  return variadic(
    name,
    (values) => {
      const [value, places] = values;
      if (isNullish(value) || (values.length === 2 && isNullish(places))) return null;
      if (!isNumeric(value)) fail(51081, `${name} only supports numeric types, not ${typeName(value)}`);
      return roundValue(value, values.length === 2 ? placesOf(name, places) : 0, rounding);
    },
    1,
    2,
  );
}

function wholeNumber(rounding: 'floor' | 'ceil'): (value: unknown) => unknown {
  return (value) => {
    const width = widthOf(value);
    if (width === Width.decimal) return buildDecimal(roundDecimal(toDecimal(value), 0, rounding));
    return width === Width.double ? double(Math[rounding](toNumber(value))) : value;
  };
}

function integerPower(base: bigint, exponent: number, wide: boolean): unknown {
  const result = base ** BigInt(exponent);
  if (!fitsLong(result)) return double(Number(base) ** exponent);
  return wide ? result : intOrLong(result);
}

/** A double result in the type that the widest operand asks for. */
function inWidestType(a: unknown, b: unknown, result: number): unknown {
  return inType(isDecimal(a) ? a : b, result);
}

function power(base: unknown, exponent: unknown): unknown {
  if (isNullish(base) || isNullish(exponent)) return null;
  if (!isNumeric(base)) fail(28762, `$pow's base must be numeric, not ${typeName(base)}`);
  if (!isNumeric(exponent)) fail(28763, `$pow's exponent must be numeric, not ${typeName(exponent)}`);
  const y = toNumber(exponent);
  if (toNumber(base) === 0 && y < 0) fail(28764, '$pow cannot take a base of 0 and a negative exponent');
  const width = Math.max(widthOf(base), widthOf(exponent));
  const isWhole = width <= Width.long && y >= 0 && y <= 64;
  return isWhole
    ? integerPower(toBigInt(base), y, width === Width.long)
    : inWidestType(base, exponent, toNumber(base) ** y);
}

/** Exact for powers of 2 and 10. */
function logarithmTo(base: number, value: number): number {
  if (base === 2) return Math.log2(value);
  return base === 10 ? Math.log10(value) : Math.log(value) / Math.log(base);
}

function logarithm(value: unknown, base: unknown): unknown {
  if (isNullish(value) || isNullish(base)) return null;
  if (!isNumeric(value)) fail(28756, `$log's argument must be numeric, not ${typeName(value)}`);
  if (!isNumeric(base)) fail(28757, `$log's base must be numeric, not ${typeName(base)}`);
  const x = toNumber(value);
  const b = toNumber(base);
  if (x <= 0) fail(28758, `$log's argument must be a positive number, but is ${x}`);
  if (b <= 0 || b === 1) fail(28759, `$log's base must be a positive number not equal to 1, but is ${b}`);
  return inWidestType(value, base, logarithmTo(b, x));
}

function arcTangent2(y: unknown, x: unknown): unknown {
  if (isNullish(y) || isNullish(x)) return null;
  if (!isNumeric(y) || !isNumeric(x))
    fail(51044, `$atan2 only supports numeric types, not ${typeName(y)} and ${typeName(x)}`);
  return inType(isDecimal(y) ? y : x, Math.atan2(toNumber(y), toNumber(x)));
}

const isInteger = (value: unknown): boolean => bsonType(value) === BsonType.int || bsonType(value) === BsonType.long;

function bitwise(name: string, identity: bigint, operate: (a: bigint, b: bigint) => bigint): OperatorEntry {
  return variadic(name, (values) => {
    let wide = false;
    let result = identity;
    for (const value of values) {
      if (isNullish(value)) return null;
      if (!isInteger(value)) fail(14, `${name} only supports int and long operands.`);
      wide ||= widthOf(value) === Width.long;
      result = operate(result, toBigInt(value));
    }
    return wide ? result : Number(BigInt.asIntN(32, result));
  });
}

function bitNot(value: unknown): unknown {
  if (!isInteger(value)) fail(28765, `$bitNot only supports int and long, not: ${typeName(value)}.`);
  return widthOf(value) === Width.long ? ~toBigInt(value) : ~toNumber(value);
}

const inUnit = (value: number): boolean => value >= -1 && value <= 1;

/** Numbers: arithmetic, rounding, logarithms, trigonometry, bits. */
export const ARITHMETIC: readonly OperatorEntry[] = [
  variadic('$add', addAll),
  variadic('$multiply', multiplyAll),
  binary('$subtract', subtractValues),
  binary('$divide', divide),
  binary('$mod', remainder),
  numeric('$abs', absoluteValue),
  numeric('$ceil', wholeNumber('ceil')),
  numeric('$floor', wholeNumber('floor')),
  rounder('$round', 'halfEven'),
  rounder('$trunc', 'truncate'),
  numeric('$sqrt', squareRootOf),
  viaDouble('$exp', Math.exp),
  within('$ln', 28766, (value) => value > 0, 'a positive number', Math.log),
  within('$log10', 28761, (value) => value > 0, 'a positive number', Math.log10),
  binary('$log', logarithm),
  binary('$pow', power),
  within('$sin', 50989, Number.isFinite, 'finite', Math.sin),
  within('$cos', 50989, Number.isFinite, 'finite', Math.cos),
  within('$tan', 50989, Number.isFinite, 'finite', Math.tan),
  within('$asin', 50989, inUnit, 'between -1 and 1', Math.asin),
  within('$acos', 50989, inUnit, 'between -1 and 1', Math.acos),
  viaDouble('$atan', Math.atan),
  binary('$atan2', arcTangent2),
  viaDouble('$sinh', Math.sinh),
  viaDouble('$cosh', Math.cosh),
  viaDouble('$tanh', Math.tanh),
  viaDouble('$asinh', Math.asinh),
  within('$acosh', 50989, (value) => value >= 1, 'at least 1', Math.acosh),
  within('$atanh', 50989, inUnit, 'between -1 and 1', Math.atanh),
  viaDouble('$degreesToRadians', (value) => (value * Math.PI) / 180),
  viaDouble('$radiansToDegrees', (value) => (value * 180) / Math.PI),
  bitwise('$bitAnd', -1n, (a, b) => a & b),
  bitwise('$bitOr', 0n, (a, b) => a | b),
  bitwise('$bitXor', 0n, (a, b) => a ^ b),
  unary('$bitNot', unlessNull(bitNot)),
  ['$rand', () => () => double(Math.random())],
];
