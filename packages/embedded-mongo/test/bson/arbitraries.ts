import { Binary, Decimal128, Double, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';

import type { Document } from '../../src/types';

const text = fc.string({ unit: 'binary', maxLength: 8 });
const fieldName = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '_', '$'), minLength: 1, maxLength: 3 });

/** Numbers around each other's limits, so that different types often hold equal or nearly equal values. */
const numbers: fc.Arbitrary<unknown> = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -2147483648, max: 2147483647 }),
  fc.double(),
  fc.integer({ min: -3, max: 3 }).map((value) => new Double(value)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
  fc.integer({ min: -3, max: 3 }).map((value) => 2 ** 53 + value),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: -25, max: 25 }))
    .map(([digits, exponent]) => Decimal128.fromString(`${digits}E${exponent}`)),
  fc
    .constantFrom(
      '0.1',
      '1E6000',
      '-1E6000',
      '1E-6000',
      'NaN',
      'Infinity',
      '-Infinity',
      '-0',
      '9007199254740993',
      '9007199254740992.25',
      '9007199254740992.5',
    )
    .map((value) => Decimal128.fromString(value)),
);

const scalars: fc.Arbitrary<unknown> = fc.oneof(
  numbers,
  text,
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
  fc
    .tuple(fc.uint8Array({ maxLength: 4 }), fc.constantFrom(0, 4, 5))
    .map(([bytes, subtype]) => new Binary(Buffer.from(bytes), subtype)),
  fc.tuple(fc.nat(), fc.nat()).map(([t, i]) => new Timestamp({ t, i })),
);

const { value } = fc.letrec<{ value: unknown; doc: Document; array: unknown[] }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalars, tie('doc'), tie('array')),
  doc: fc.dictionary(fieldName, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  array: fc.array(tie('value'), { maxLength: 3 }),
}));

/** Any value that a document may hold, nested a little. */
export const values: fc.Arbitrary<unknown> = value;

/** Any document. */
export const documents: fc.Arbitrary<Document> = fc.dictionary(fieldName, value, { maxKeys: 5, noNullPrototype: true });
