import { compileExpression } from '../../src/agg';
import { codeOf } from '../bson/faithful';
import { context } from './expression-rows';

type Refusal = [name: string, code: number, expression: unknown];

const AT_COMPILE: Refusal[] = [
  ['an unknown operator', 168, { $foo: 1 }],
  ['an unknown operator deep inside', 168, { a: [{ $cond: [true, { $foo: 1 }, 2] }] }],
  ['two operators', 15983, { $add: [1], $multiply: [1] }],
  ['too few arguments', 16020, { $eq: [1] }],
  ['too many arguments', 16020, { $not: [1, 2] }],
  ['arguments out of range', 28667, { $slice: [1] }],
  ['$cond without else', 17082, { $cond: { if: 1, then: 2 } }],
  ['$cond with an unknown name', 17083, { $cond: { if: 1, then: 2, els: 3 } }],
  ['$switch without branches', 40068, { $switch: { branches: [] } }],
  ['an unknown variable', 17276, '$$nothing'],
  ['a variable out of scope', 17276, { $add: [{ $let: { vars: { x: 1 }, in: '$$x' } }, '$$x'] }],
  ['a bad variable name', 16867, { $let: { vars: { X: 1 }, in: 1 } }],
  ['a lone dollar', 16872, '$'],
  ['an empty path part', 15998, '$a..b'],
  ['a dotted name in a document', 16412, { 'a.b': 1 }],
  ['an unknown argument', 9, { $filter: { input: [], cond: true, foo: 1 } }],
  ['a missing argument', 9, { $map: { input: [] } }],
  ['$setField with a computed name', 4161106, { $setField: { field: '$a', input: {}, value: 1 } }],
  ['$function', 238, { $function: {} }],
];

const WHEN_EVALUATED: Refusal[] = [
  ['$divide by zero', 2, { $divide: [1, 0] }],
  ['$mod by zero', 16610, { $mod: [1, 0] }],
  ['$add of text', 14, { $add: ['x', 1] }],
  ['$add of two dates', 16612, { $add: ['$$NOW', '$$NOW'] }],
  ['$size of missing', 17124, { $size: '$a' }],
  ['$concat of a number', 16702, { $concat: [1] }],
  ['$concatArrays of a scalar', 28664, { $concatArrays: [1] }],
  ['$in without an array', 40081, { $in: [1, 2] }],
  ['$filter of a scalar', 28651, { $filter: { input: 1, cond: true } }],
  ['$switch without a match', 40066, { $switch: { branches: [{ case: false, then: 1 }] } }],
  ['$toInt of text that is none', 241, { $toInt: '1.5' }],
  ['$toInt out of range', 241, { $toInt: 3e9 }],
  ['$toObjectId of bad text', 241, { $toObjectId: 'x' }],
  ['$toDate of an int', 241, { $toDate: 5 }],
  ['$sqrt of a negative number', 28714, { $sqrt: -1 }],
  ['$year of text', 16006, { $year: 'x' }],
  ['an unknown zone', 40485, { $hour: { date: '$$NOW', timezone: 'Mars/Olympus' } }],
];

describe('expressions that are refused', () => {
  it.each(AT_COMPILE)('when compiled: %s: %d', (_, code, expression) => {
    expect(codeOf(() => compileExpression(expression, context))).toBe(code);
  });

  it.each(WHEN_EVALUATED)('when evaluated: %s: %d', (_, code, expression) => {
    const compiled = compileExpression(expression, context);
    expect(codeOf(() => compiled({}))).toBe(code);
  });
});
