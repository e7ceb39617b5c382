import {
  absolute,
  buildDecimal,
  type Decimal,
  decimalFromDouble,
  decimalToNumber,
  digitCount,
  finite,
  type FiniteDecimal,
  NAN,
  parseDecimal,
  powerOfTen,
  PRECISION,
  shiftRightHalfEven,
} from './decimal';

/** Where an operand is NaN or infinite, doubles give the same special result; a finite operand only counts by its sign. */
function special(a: Decimal, b: Decimal, operate: (x: number, y: number) => number): Decimal {
  const reduce = (value: Decimal): number =>
    value.kind === 'finite' ? Math.sign(decimalToNumber(value)) : decimalToNumber(value);
  const result = operate(reduce(a), reduce(b));
  return Number.isFinite(result) ? finite(0n, 0) : decimalFromDouble(result);
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.kind !== 'finite' || b.kind !== 'finite') return special(a, b, (x, y) => x + y);
  const exponent = Math.min(a.exponent, b.exponent);
  const sum = a.coefficient * powerOfTen(a.exponent - exponent) + b.coefficient * powerOfTen(b.exponent - exponent);
  return finite(sum, exponent);
}

export function negateDecimal(value: Decimal): Decimal {
  if (value.kind === 'nan') return value;
  if (value.kind === 'infinite') return { kind: 'infinite', negative: !value.negative };
  return finite(-value.coefficient, value.exponent);
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.kind !== 'finite' || b.kind !== 'finite') return special(a, b, (x, y) => x * y);
  return finite(a.coefficient * b.coefficient, a.exponent + b.exponent);
}

/** Removes trailing zeros, but not beyond the exponent the operands ask for. */
function towardsExponent(value: FiniteDecimal, ideal: number): FiniteDecimal {
  let { coefficient, exponent } = value;
  while (exponent < ideal && coefficient !== 0n && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent++;
  }
  return coefficient === 0n ? finite(0n, ideal) : finite(coefficient, exponent);
}

export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.kind !== 'finite' || b.kind !== 'finite' || b.coefficient === 0n) return special(a, b, (x, y) => x / y);
  const scale = Math.max(0, PRECISION + 2 + digitCount(b.coefficient) - digitCount(a.coefficient));
  const scaled = a.coefficient * powerOfTen(scale);
  const quotient = scaled / b.coefficient;
  const exponent = a.exponent - b.exponent - scale;
  if (scaled % b.coefficient === 0n) return towardsExponent(finite(quotient, exponent), a.exponent - b.exponent);
  const negative = scaled < 0n !== b.coefficient < 0n;
  return finite(quotient * 10n + (negative ? -1n : 1n), exponent - 1); // the extra digit keeps rounding right
}

export function remainderDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.kind !== 'finite' || b.kind === 'nan' || (b.kind === 'finite' && b.coefficient === 0n)) return NAN;
  if (b.kind === 'infinite') return a;
  const exponent = Math.min(a.exponent, b.exponent);
  const x = a.coefficient * powerOfTen(a.exponent - exponent);
  return finite(x % (b.coefficient * powerOfTen(b.exponent - exponent)), exponent);
}

export type Rounding = 'halfEven' | 'truncate' | 'floor' | 'ceil';

const truncateBy = (value: bigint, digits: number): bigint => value / powerOfTen(digits);

function roundBigint(value: bigint, digits: number, rounding: Rounding): bigint {
  if (rounding === 'halfEven') return shiftRightHalfEven(value, digits);
  const truncated = truncateBy(value, digits);
  if (rounding === 'truncate' || truncated * powerOfTen(digits) === value) return truncated;
  if (rounding === 'floor') return value < 0n ? truncated - 1n : truncated;
  return value > 0n ? truncated + 1n : truncated;
}

/** Rounds to a number of decimal places (negative: tens, hundreds, ...). */
export function roundDecimal(value: Decimal, places: number, rounding: Rounding): Decimal {
  if (value.kind !== 'finite' || -value.exponent <= places) return value;
  return finite(roundBigint(value.coefficient, -value.exponent - places, rounding), -places);
}

/** Rounds an integer to tens, hundreds, ... (`places` negative). */
export function roundInteger(value: bigint, places: number, rounding: Rounding): bigint {
  return places >= 0 ? value : roundBigint(value, -places, rounding) * powerOfTen(-places);
}

function integerRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

export function squareRoot(value: Decimal): Decimal {
  if (value.kind !== 'finite') return value.kind === 'infinite' && !value.negative ? value : NAN;
  if (value.coefficient < 0n) return NAN;
  if (value.coefficient === 0n) return value;
  const wanted = 2 * (PRECISION + 2) - digitCount(value.coefficient);
  const scale = Math.max(0, wanted) + ((Math.max(0, wanted) + Math.abs(value.exponent)) % 2);
  const scaled = value.coefficient * powerOfTen(scale);
  const root = integerRoot(scaled);
  const exponent = (value.exponent - scale) / 2;
  if (root * root === scaled) return towardsExponent(finite(root, exponent), Math.floor(value.exponent / 2));
  return finite(root * 10n + 1n, exponent - 1);
}

export function absoluteDecimal(value: Decimal): Decimal {
  if (value.kind === 'finite') return finite(absolute(value.coefficient), value.exponent);
  return value.kind === 'infinite' ? { kind: 'infinite', negative: false } : value;
}

/** The value after rounding to 34 digits, still taken apart. */
export function settle(value: Decimal): Decimal {
  return parseDecimal(buildDecimal(value));
}
