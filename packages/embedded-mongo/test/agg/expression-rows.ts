import { Decimal128, Double, ObjectId } from 'bson';

import { compileExpression } from '../../src/agg';
import { encode } from '../../src/bson';
import type { CompileContext } from '../../src/query';
import type { Document } from '../../src/types';
import { faithful } from '../bson/faithful';

export const context: CompileContext = { now: new Date('2024-05-06T07:08:09Z'), variables: { v: { w: 7 } } };
export const id = new ObjectId('64b000000000000000000001');
export const sameId = new ObjectId(id.toHexString());

export const evaluate = (expression: unknown, doc: Document = {}, ctx = context): unknown =>
  compileExpression(faithful({ expression }).expression, ctx)(faithful(doc));

/** Type, value and key order must agree; missing is `undefined`. */
export function expectSame(actual: unknown, expected: unknown): void {
  expect(encode({ value: actual }).equals(encode({ value: expected })) ? expected : actual).toEqual(expected);
  expect(encode({ value: actual })).toEqual(encode({ value: expected }));
}

export const decimal = (text: string): Decimal128 => Decimal128.fromString(text);
export const double = (value: number): Double => new Double(value);

export type Row = [name: string, expected: unknown, expression: unknown, doc?: Document];

/** One test for each row. */
export function describeRows(title: string, rows: readonly Row[]): void {
  describe(`expression: ${title}`, () => {
    it.each(rows.map((row) => [row[0], row] as const))('%s', (_name, [, expected, expression, doc]) => {
      expectSame(evaluate(expression, doc), expected);
    });
  });
}
