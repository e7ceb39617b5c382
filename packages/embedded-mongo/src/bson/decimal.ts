import { Decimal128 } from 'bson';

/**
 * A Decimal128 taken apart. Finite: `coefficient × 10^exponent`, the sign in the coefficient (`negativeZero` keeps that of
 * zero). Not finite: NaN or an infinity.
 */
export type Decimal =
  | {
      readonly kind: 'finite';
      readonly coefficient: bigint;
      readonly exponent: number;
      readonly negativeZero?: boolean;
    }
  | { readonly kind: 'infinite'; readonly negative: boolean }
  | { readonly kind: 'nan' };

export type FiniteDecimal = Extract<Decimal, { kind: 'finite' }>;

const BIAS = 6176;
const MAX_EXPONENT = 6111;
const MIN_EXPONENT = -BIAS;
/** Significant digits of a Decimal128. */
export const PRECISION = 34;
const MAX_COEFFICIENT = 10n ** 34n - 1n;
const LOW_64 = (1n << 64n) - 1n;
const SIGN = 1n << 63n;
const INFINITY_BITS = 0x78n << 56n;
const NAN_BITS = 0x7cn << 56n;

export const NAN: Decimal = { kind: 'nan' };

export const finite = (coefficient: bigint, exponent: number): FiniteDecimal => ({
  kind: 'finite',
  coefficient,
  exponent,
});

const infinite = (negative: boolean): Decimal => ({ kind: 'infinite', negative });

export const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

export function digitCount(value: bigint): number {
  return value === 0n ? 1 : absolute(value).toString().length;
}

export function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** Takes a Decimal128 apart (IEEE 754-2008, binary integer coding). */
export function parseDecimal(value: Decimal128): Decimal {
  const bytes = Buffer.from(value.bytes.buffer, value.bytes.byteOffset, 16);
  const high = bytes.readBigUInt64LE(8);
  const negative = (high & SIGN) !== 0n;
  const top = Number((high >> 58n) & 0x1fn);
  if (top === 0x1f) return NAN;
  if (top === 0x1e) return infinite(negative);
  const large = top >= 0x18; // a coefficient this form can hold is above the maximum: it counts as zero
  const exponent = Number((high >> (large ? 47n : 49n)) & 0x3fffn) - BIAS;
  const raw = large ? 0n : ((high & ((1n << 49n) - 1n)) << 64n) | bytes.readBigUInt64LE(0);
  const coefficient = raw > MAX_COEFFICIENT ? 0n : raw;
  if (coefficient === 0n && negative) return { kind: 'finite', coefficient, exponent, negativeZero: true };
  return finite(negative ? -coefficient : coefficient, exponent);
}

/** Divides by a power of ten, rounding half to even. */
export function shiftRightHalfEven(value: bigint, digits: number): bigint {
  if (digits <= 0) return value * powerOfTen(-digits);
  const divisor = powerOfTen(digits);
  const quotient = value / divisor;
  const twice = absolute(value % divisor) * 2n;
  const roundUp = twice > divisor || (twice === divisor && quotient % 2n !== 0n);
  if (!roundUp) return quotient;
  return quotient + (value < 0n ? -1n : 1n);
}

function fit(value: FiniteDecimal): Decimal {
  let { coefficient, exponent } = value;
  const excess = Math.max(digitCount(coefficient) - PRECISION, MIN_EXPONENT - exponent);
  if (excess > 0) {
    coefficient = excess > PRECISION + digitCount(coefficient) ? 0n : shiftRightHalfEven(coefficient, excess);
    exponent += excess;
    if (digitCount(coefficient) > PRECISION) return fit(finite(coefficient, exponent));
  }
  if (exponent <= MAX_EXPONENT) return { ...value, coefficient, exponent };
  if (coefficient === 0n) return { ...value, exponent: MAX_EXPONENT };
  const padding = exponent - MAX_EXPONENT;
  if (digitCount(coefficient) + padding > PRECISION) return infinite(coefficient < 0n);
  return finite(coefficient * powerOfTen(padding), MAX_EXPONENT);
}

function toBytes(high: bigint, low: bigint): Decimal128 {
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64LE(low, 0);
  bytes.writeBigUInt64LE(high, 8);
  return new Decimal128(bytes);
}

/** Puts a decimal together again, rounded to 34 digits (half to even) and to the exponent range. */
export function buildDecimal(value: Decimal): Decimal128 {
  const fitted = value.kind === 'finite' ? fit(value) : value;
  if (fitted.kind === 'nan') return toBytes(NAN_BITS, 0n);
  if (fitted.kind === 'infinite') return toBytes(INFINITY_BITS | (fitted.negative ? SIGN : 0n), 0n);
  const magnitude = absolute(fitted.coefficient);
  const sign = fitted.coefficient < 0n || fitted.negativeZero ? SIGN : 0n;
  return toBytes(sign | (BigInt(fitted.exponent + BIAS) << 49n) | (magnitude >> 64n), magnitude & LOW_64);
}

/** Approximate value as a double. */
export function decimalToNumber(value: Decimal): number {
  if (value.kind === 'nan') return NaN;
  if (value.kind === 'infinite') return value.negative ? -Infinity : Infinity;
  if (value.coefficient === 0n) return value.negativeZero ? -0 : 0;
  return Number(`${value.coefficient}e${value.exponent}`);
}

/** A number in decimal notation, `digits` e `exponent`; the text must come from JavaScript's own formatting. */
function parseNotation(text: string): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text);
  if (!match) return NAN;
  const fraction = match[3] ?? '';
  const coefficient = BigInt(`${match[1]}${match[2]}${fraction}`);
  const exponent = Number(match[4] ?? 0) - fraction.length;
  const negativeZero = coefficient === 0n && match[1] === '-';
  return negativeZero ? { kind: 'finite', coefficient, exponent, negativeZero } : finite(coefficient, exponent);
}

/** A double as a decimal of 15 significant digits: MongoDB's conversion in arithmetic and `$toDecimal`. */
export function decimalFromDouble(value: number): Decimal {
  if (Number.isNaN(value)) return NAN;
  if (!Number.isFinite(value)) return infinite(value < 0);
  return value === 0 ? finite(0n, 0) : parseNotation(value.toPrecision(15));
}

function compareBigints(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Exact comparison of two finite decimals. */
export function compareFinite(a: FiniteDecimal, b: FiniteDecimal): number {
  const signs = compareBigints(a.coefficient, 0n) - compareBigints(b.coefficient, 0n);
  if (signs !== 0 || a.coefficient === 0n) return Math.sign(signs);
  const sizes = digitCount(a.coefficient) + a.exponent - digitCount(b.coefficient) - b.exponent;
  if (sizes !== 0) return Math.sign(sizes) * (a.coefficient < 0n ? -1 : 1);
  const shared = Math.min(a.exponent, b.exponent);
  return compareBigints(
    a.coefficient * powerOfTen(a.exponent - shared),
    b.coefficient * powerOfTen(b.exponent - shared),
  );
}

/** The exact decimal value of a finite double (every double has one). */
export function exactDecimal(value: number): FiniteDecimal {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const field = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & ((1n << 52n) - 1n);
  const magnitude = field === 0 ? fraction : fraction | (1n << 52n);
  const mantissa = value < 0 ? -magnitude : magnitude;
  const power = Math.max(field, 1) - 1075;
  if (power >= 0) return finite(mantissa << BigInt(power), 0);
  return finite(mantissa * 5n ** BigInt(-power), power); // m / 2^p = m × 5^p / 10^p
}
