import { Decimal128, Double } from 'bson';

import { buildDecimal, type Decimal, decimalFromDouble, finite, parseDecimal } from './decimal';
import { addDecimals, multiplyDecimals, negateDecimal } from './decimal-math';
import { BsonType, bsonType, isInt32 } from './kinds';
import { toNumber, unwrap } from './numbers';

/** Numeric types from narrow to wide: an operation's result has the widest type of its operands. */
export const Width = { int: 0, long: 1, double: 2, decimal: 3 } as const;

const WIDTHS: ReadonlyMap<number, number> = new Map([
  [BsonType.int, Width.int],
  [BsonType.long, Width.long],
  [BsonType.double, Width.double],
  [BsonType.decimal, Width.decimal],
]);

/** Width of a numeric value. */
export function widthOf(value: unknown): number {
  if (typeof value === 'number') return isInt32(value) ? Width.int : Width.double;
  return WIDTHS.get(bsonType(value)) ?? Width.double;
}

/** A double as a BSON value: wrapped where a bare number would be taken for an int32. */
export function double(value: number): number | Double {
  return isInt32(value) ? new Double(value) : value;
}

/** An integer as int32 where it fits, else as int64. The caller knows that it fits int64. */
export function intOrLong(value: bigint | number): number | bigint {
  const number = Number(value);
  return isInt32(number) ? number : BigInt(value);
}

export function fitsLong(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

/** A numeric value as an integer; only for int32 and int64 values. */
export function toBigInt(value: unknown): bigint {
  const number = unwrap(value);
  return typeof number === 'bigint' ? number : BigInt(toNumber(number));
}

/** A numeric value as a decimal taken apart; doubles with 15 significant digits, as MongoDB converts them. */
export function toDecimal(value: unknown): Decimal {
  const number = unwrap(value);
  if (number instanceof Decimal128) return parseDecimal(number);
  if (typeof number === 'bigint') return finite(number, 0);
  return widthOf(value) === Width.int ? finite(BigInt(number), 0) : decimalFromDouble(number);
}

/** One operation in every width. */
type Operation = {
  readonly numbers: (a: number, b: number) => number;
  readonly integers: (a: bigint, b: bigint) => bigint;
  readonly decimals: (a: Decimal, b: Decimal) => Decimal;
};

const ADD: Operation = { numbers: (a, b) => a + b, integers: (a, b) => a + b, decimals: addDecimals };
const SUBTRACT: Operation = {
  numbers: (a, b) => a - b,
  integers: (a, b) => a - b,
  decimals: (a, b) => addDecimals(a, negateDecimal(b)),
};
const MULTIPLY: Operation = { numbers: (a, b) => a * b, integers: (a, b) => a * b, decimals: multiplyDecimals };

/** What becomes of an int64 result that does not fit. */
type OnOverflow = (asDouble: number) => unknown;

const toDouble: OnOverflow = (asDouble) => double(asDouble);

function integerResult(operation: Operation, a: unknown, b: unknown, onOverflow: OnOverflow): unknown {
  const result = operation.integers(toBigInt(a), toBigInt(b));
  return fitsLong(result) ? result : onOverflow(Number(result));
}

function apply(operation: Operation, a: unknown, b: unknown, onOverflow: OnOverflow): unknown {
  const width = Math.max(widthOf(a), widthOf(b));
  if (width === Width.decimal) return buildDecimal(operation.decimals(toDecimal(a), toDecimal(b)));
  if (width === Width.double) return double(operation.numbers(toNumber(a), toNumber(b)));
  if (width === Width.long) return integerResult(operation, a, b, onOverflow);
  const result = operation.numbers(toNumber(a), toNumber(b));
  if (isInt32(result)) return result;
  return Object.is(result, -0) ? 0 : operation.integers(toBigInt(a), toBigInt(b));
}

/** Sum of two numeric values; int64 overflow gives a double unless told otherwise. */
export function add(a: unknown, b: unknown, onOverflow: OnOverflow = toDouble): unknown {
  return apply(ADD, a, b, onOverflow);
}

export function subtract(a: unknown, b: unknown, onOverflow: OnOverflow = toDouble): unknown {
  return apply(SUBTRACT, a, b, onOverflow);
}

export function multiply(a: unknown, b: unknown, onOverflow: OnOverflow = toDouble): unknown {
  return apply(MULTIPLY, a, b, onOverflow);
}

/** A running sum: exact for integers and decimals, compensated (Neumaier) for doubles. */
export class Sum {
  private width: number = Width.int;
  private integers = 0n;
  private small = 0;
  private doubles = 0;
  private compensation = 0;
  private decimals: Decimal | undefined;
  count = 0;

  add(value: unknown): void {
    const width = widthOf(value);
    this.count++;
    if (width > this.width) this.width = width;
    if (width === Width.int) this.addSmall(toNumber(value));
    else if (width === Width.long) this.integers += toBigInt(value);
    else if (width === Width.double) this.addDouble(toNumber(value));
    else this.decimals = addDecimals(this.decimals ?? finite(0n, 0), toDecimal(value));
  }

  private addSmall(value: number): void {
    this.small += value;
    if (Number.isSafeInteger(this.small)) return;
    this.integers += BigInt(this.small - value) + BigInt(value);
    this.small = 0;
  }

  private addDouble(value: number): void {
    const total = this.doubles + value;
    if (Math.abs(this.doubles) >= Math.abs(value)) this.compensation += this.doubles - total + value;
    else this.compensation += value - total + this.doubles;
    this.doubles = total;
  }

  private totalOfDoubles(): number {
    return Number.isFinite(this.doubles) ? this.doubles + this.compensation : this.doubles;
  }

  private totalOfIntegers(): bigint {
    return this.integers + BigInt(this.small);
  }

  private decimalTotal(): Decimal {
    const integers = addDecimals(this.decimals ?? finite(0n, 0), finite(this.totalOfIntegers(), 0));
    return this.doubles === 0 ? integers : addDecimals(integers, decimalFromDouble(this.totalOfDoubles()));
  }

  /** The sum in the widest type seen; int64 overflow gives a double. */
  total(): unknown {
    if (this.width === Width.decimal) return buildDecimal(this.decimalTotal());
    const integers = this.totalOfIntegers();
    if (this.width === Width.double) return double(Number(integers) + this.totalOfDoubles());
    if (!fitsLong(integers)) return double(Number(integers));
    return this.width === Width.long ? integers : intOrLong(integers);
  }
}
