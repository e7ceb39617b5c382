import { Binary, Decimal128, Double, Long, ObjectId, Timestamp } from 'bson';

import { compileExpression } from '../../src/agg';
import { encode } from '../../src/bson';
import { collatorOf, type CompileContext } from '../../src/query';
import type { Document } from '../../src/types';
import { codeOf, faithful } from '../bson/faithful';

const context: CompileContext = { now: new Date('2024-05-06T07:08:09Z'), variables: { v: { w: 7 } } };
const id = new ObjectId('64b000000000000000000001');
const sameId = new ObjectId(id.toHexString());

const evaluate = (expression: unknown, doc: Document = {}, ctx = context): unknown =>
  compileExpression(faithful({ expression }).expression, ctx)(faithful(doc));

/** Type, value and key order must agree; missing is `undefined`. */
function expectSame(actual: unknown, expected: unknown): void {
  expect(encode({ value: actual }).equals(encode({ value: expected })) ? expected : actual).toEqual(expected);
  expect(encode({ value: actual })).toEqual(encode({ value: expected }));
}

const decimal = (text: string): Decimal128 => Decimal128.fromString(text);
const double = (value: number): Double => new Double(value);

type Row = [name: string, expected: unknown, expression: unknown, doc?: Document];

const BASICS: Row[] = [
  ['a field', 1, '$a', { a: 1 }],
  ['a missing field', undefined, '$a'],
  ['a path', 1, '$a.b', { a: { b: 1 } }],
  ['a path through an array', [1, 2], '$a.b', { a: [{ b: 1 }, {}, { b: 2 }, 5] }],
  ['no array positions in paths', [], '$a.0', { a: [1] }],
  ['$$ROOT', 1, '$$ROOT.a.b', { a: { b: 1 } }],
  ['$$CURRENT', 1, '$$CURRENT.a', { a: 1 }],
  ['$$REMOVE', undefined, '$$REMOVE'],
  ['$$NOW', context.now, '$$NOW'],
  ['a variable of let', 7, '$$v.w'],
  ['$literal', '$a', { $literal: '$a' }, { a: 1 }],
  ['a document', { x: 1 }, { x: '$a', y: '$b' }, { a: 1 }],
  ['an array', [1, null], ['$a', '$b'], { a: 1 }],
];

const COMPARISON: Row[] = [
  ['$eq of array and element', false, { $eq: ['$a', 1] }, { a: [1] }],
  ['$eq of null and missing', false, { $eq: ['$a', '$b'] }, { b: null }],
  ['$lt of missing and null', true, { $lt: ['$a', '$b'] }, { b: null }],
  ['$gt across types', true, { $gt: ['$a', 5] }, { a: 'x' }],
  ['$eq of int and int64', true, { $eq: ['$a', 5] }, { a: Long.fromNumber(5) }],
  ['$ne of ObjectIds', false, { $ne: ['$a', sameId] }, { a: id }],
  ['$cmp', -1, { $cmp: ['$a', 2] }, { a: 1 }],
  ['$gte', true, { $gte: ['$a', '$a'] }, { a: [1] }],
  ['$in with ObjectIds', true, { $in: ['$a', '$b'] }, { a: id, b: [sameId] }],
];

const LOGIC: Row[] = [
  ['$and of nothing', true, { $and: [] }],
  ['$and', false, { $and: [1, '$a'] }, { a: 0 }],
  ['$or', true, { $or: [null, '$a'] }, { a: '' }],
  ['$not', true, { $not: ['$a'] }, { a: 0 }],
  ['$not of missing', true, { $not: '$a' }],
  ['decimal 0 is false', 'n', { $cond: ['$a', 'y', 'n'] }, { a: decimal('0') }],
  ['an empty string is true', 'y', { $cond: ['$a', 'y', 'n'] }, { a: '' }],
  ['$cond by names', 1, { $cond: { if: true, then: 1, else: 2 } }],
  ['$cond skips the other branch', 1, { $cond: [true, 1, { $divide: [1, 0] }] }],
  ['$ifNull', 2, { $ifNull: ['$a', 2] }, { a: null }],
  ['$ifNull of several', 3, { $ifNull: ['$a', '$b', 3] }],
  [
    '$switch',
    'b',
    {
      $switch: {
        branches: [
          { case: { $eq: ['$a', 1] }, then: 'a' },
          { case: { $eq: ['$a', 2] }, then: 'b' },
        ],
      },
    },
    { a: 2 },
  ],
  ['$switch default', 'd', { $switch: { branches: [{ case: false, then: 1 }], default: 'd' } }],
  ['$let', 3, { $let: { vars: { x: '$a', y: 2 }, in: { $add: ['$$x', '$$y'] } } }, { a: 1 }],
  ['$let shadows', 2, { $let: { vars: { x: 1 }, in: { $let: { vars: { x: { $add: ['$$x', 1] } }, in: '$$x' } } } }],
];

const ARITHMETIC: Row[] = [
  ['$add of ints', 3, { $add: [1, 2] }],
  ['$add beyond int32', 2147483648n, { $add: [2147483647, 1] }],
  ['$add of int and int64', 3n, { $add: [1, Long.fromNumber(2)] }],
  ['$add of int and double', double(3), { $add: [1, double(2)] }],
  ['$add beyond int64', 2 ** 63, { $add: [Long.MAX_VALUE, Long.fromNumber(1)] }],
  ['$add of decimal', decimal('3.10'), { $add: [1, decimal('2.10')] }],
  ['$add with null', null, { $add: ['$a', 2] }, { a: null }],
  ['$add of nothing', 0, { $add: [] }],
  ['$add of a date', new Date(10), { $add: ['$a', 5] }, { a: new Date(5) }],
  ['$subtract', -1, { $subtract: [1, 2] }],
  ['$subtract of dates', 5n, { $subtract: ['$a', '$b'] }, { a: new Date(10), b: new Date(5) }],
  ['$subtract from a date', new Date(7), { $subtract: ['$a', 3] }, { a: new Date(10) }],
  ['$multiply with int64', 10n, { $multiply: ['$a', 2] }, { a: Long.fromNumber(5) }],
  ['$multiply of decimals', decimal('2.20'), { $multiply: [decimal('1.10'), 2] }],
  ['$multiply of 0 and -1', 0, { $multiply: [0, -1] }],
  ['$divide gives a double', double(2), { $divide: [4, 2] }],
  ['$divide of decimals', decimal('0.3333333333333333333333333333333333'), { $divide: [1, decimal('3')] }],
  ['$mod of ints', -1, { $mod: [-7, 3] }],
  ['$mod of doubles', 1.5, { $mod: [5.5, 2] }],
  ['$mod of decimals', decimal('1.5'), { $mod: [decimal('5.5'), 2] }],
  ['$abs', 5, { $abs: -5 }],
  ['$abs beyond int32', 2147483648n, { $abs: -2147483648 }],
  ['$abs of a decimal', decimal('1.5'), { $abs: decimal('-1.5') }],
  ['$ceil', double(2), { $ceil: 1.2 }],
  ['$floor of a decimal', decimal('-2'), { $floor: decimal('-1.5') }],
  ['$floor of an int', 3, { $floor: 3 }],
  ['$round half to even', double(2), { $round: ['$a', 0] }, { a: 2.5 }],
  ['$round upwards', double(4), { $round: 3.5 }],
  ['$round to places', 1.24, { $round: [1.235, 2] }],
  ['$round to tens', 1200, { $round: [1234, -2] }],
  ['$round of a decimal', decimal('1.2'), { $round: [decimal('1.25'), 1] }],
  ['$trunc', -1.2, { $trunc: [-1.29, 1] }],
  ['$sqrt', double(3), { $sqrt: 9 }],
  ['$sqrt of a decimal', decimal('1.5'), { $sqrt: decimal('2.25') }],
  ['$sqrt of decimal 2', decimal('1.414213562373095048801688724209698'), { $sqrt: decimal('2') }],
  ['$pow', 8, { $pow: [2, 3] }],
  ['$pow beyond int32', 2n ** 40n, { $pow: [2, 40] }],
  ['$pow negative', 0.5, { $pow: [2, -1] }],
  ['$log', double(3), { $log: [8, 2] }],
  ['$log10', double(2), { $log10: 100 }],
  ['$ln', double(0), { $ln: 1 }],
  ['$exp', double(1), { $exp: 0 }],
  ['$sin', double(0), { $sin: 0 }],
  ['$atan2', double(0), { $atan2: [0, 1] }],
  ['$degreesToRadians', Math.PI, { $degreesToRadians: 180 }],
  ['$bitAnd', 8, { $bitAnd: [13, 10] }],
  ['$bitOr with int64', 5n, { $bitOr: [1, Long.fromNumber(4)] }],
  ['$bitXor', 7, { $bitXor: [13, 10] }],
  ['$bitNot', -6, { $bitNot: 5 }],
  ['$sqrt of null', null, { $sqrt: null }],
];

const ARRAYS: Row[] = [
  ['$arrayElemAt', 2, { $arrayElemAt: ['$a', -1] }, { a: [1, 2] }],
  ['$arrayElemAt out of range', undefined, { $arrayElemAt: ['$a', 5] }, { a: [1] }],
  ['$first', 1, { $first: '$a' }, { a: [1, 2] }],
  ['$last of an empty array', undefined, { $last: '$a' }, { a: [] }],
  ['$first of missing', null, { $first: '$a' }],
  ['$size', 2, { $size: '$a' }, { a: [1, 2] }],
  ['$slice', [1], { $slice: ['$a', 1] }, { a: [1, 2] }],
  ['$slice from the end', [2], { $slice: ['$a', -1] }, { a: [1, 2] }],
  ['$slice with position', [2], { $slice: ['$a', 1, 5] }, { a: [1, 2] }],
  ['$concatArrays', [1, 2], { $concatArrays: [['$a'], [2]] }, { a: 1 }],
  ['$concatArrays with missing', null, { $concatArrays: [[1], '$a'] }],
  ['$indexOfArray', 1, { $indexOfArray: ['$a', 2] }, { a: [1, 2] }],
  ['$indexOfArray from', -1, { $indexOfArray: ['$a', 1, 1] }, { a: [1, 2] }],
  ['$isArray', true, { $isArray: '$a' }, { a: [] }],
  ['$range', [0, 2, 4], { $range: [0, 5, 2] }],
  ['$range downwards', [3, 2], { $range: [3, 1, -1] }],
  ['$reverseArray', [2, 1], { $reverseArray: '$a' }, { a: [1, 2] }],
  ['$zip', [[1, 'a']], { $zip: { inputs: ['$a', ['a']] } }, { a: [1, 2] }],
  [
    '$zip longest',
    [
      [1, 'a'],
      [2, 'z'],
    ],
    { $zip: { inputs: ['$a', ['a']], useLongestLength: true, defaults: [0, 'z'] } },
    { a: [1, 2] },
  ],
  ['$map', [2, 4], { $map: { input: '$a', as: 'x', in: { $multiply: ['$$x', 2] } } }, { a: [1, 2] }],
  ['$map of missing results', [null], { $map: { input: '$a', in: '$$this.x' } }, { a: [{}] }],
  ['$filter', [2, 3], { $filter: { input: '$a', cond: { $gt: ['$$this', 1] } } }, { a: [1, 2, 3] }],
  ['$filter with limit', [2], { $filter: { input: '$a', cond: { $gt: ['$$this', 1] }, limit: 1 } }, { a: [1, 2, 3] }],
  [
    '$reduce',
    'ab',
    { $reduce: { input: '$a', initialValue: '', in: { $concat: ['$$value', '$$this'] } } },
    { a: ['a', 'b'] },
  ],
  [
    'nested $map and $filter',
    [[2], []],
    { $map: { input: '$a', as: 'row', in: { $filter: { input: '$$row', as: 'x', cond: { $gt: ['$$x', 1] } } } } },
    { a: [[1, 2], [0]] },
  ],
  ['$sortArray', [1, 2], { $sortArray: { input: '$a', sortBy: 1 } }, { a: [2, 1] }],
  [
    '$sortArray by field',
    [{ x: 2 }, { x: 1 }],
    { $sortArray: { input: '$a', sortBy: { x: -1 } } },
    { a: [{ x: 1 }, { x: 2 }] },
  ],
  ['$anyElementTrue', true, { $anyElementTrue: ['$a'] }, { a: [0, 1] }],
  ['$allElementsTrue', false, { $allElementsTrue: ['$a'] }, { a: [0, 1] }],
  ['$firstN', [1, 2], { $firstN: { n: 2, input: '$a' } }, { a: [1, 2, 3] }],
  ['$maxN', [3, 2], { $maxN: { n: 2, input: '$a' } }, { a: [1, 2, null, 3] }],
  ['$setUnion of ObjectIds', [id], { $setUnion: ['$a', '$b'] }, { a: [id], b: [sameId] }],
  [
    '$setIntersection',
    [2],
    {
      $setIntersection: [
        [1, 2],
        [2, 3],
      ],
    },
  ],
  ['$setDifference', [1], { $setDifference: [[1, 2, 1], [2]] }],
  [
    '$setEquals',
    true,
    {
      $setEquals: [
        [1, 2, 2],
        [2, 1],
      ],
    },
  ],
  ['$setIsSubset', true, { $setIsSubset: [[1], [2, 1]] }],
  ['$setUnion with null', null, { $setUnion: [[1], '$a'] }],
  ['$sum over an array', 3, { $sum: '$a' }, { a: [1, 2, 'x'] }],
  ['$sum over arguments', 3, { $sum: ['$a', 2] }, { a: 1 }],
  ['$avg', 1.5, { $avg: '$a' }, { a: [1, 2, 'x'] }],
  ['$min', 1, { $min: '$a' }, { a: [2, 1, null] }],
  ['$max across types', true, { $max: ['$a', true] }, { a: 5 }],
  ['$max of nothing', null, { $max: '$a' }],
  ['$stdDevPop', double(2), { $stdDevPop: '$a' }, { a: [2, 4, 4, 4, 5, 5, 7, 9] }],
];

const OBJECTS: Row[] = [
  ['$mergeObjects with null', { x: 1 }, { $mergeObjects: ['$a', '$b'] }, { a: { x: 1 }, b: null }],
  ['$mergeObjects of an array', { x: 1, y: 2 }, { $mergeObjects: '$a' }, { a: [{ x: 1 }, { y: 2 }] }],
  ['$objectToArray', [{ k: 'x', v: 1 }], { $objectToArray: '$a' }, { a: { x: 1 } }],
  [
    '$arrayToObject',
    { x: 1, y: 2 },
    { $arrayToObject: '$a' },
    {
      a: [
        { k: 'x', v: 1 },
        { k: 'y', v: 2 },
      ],
    },
  ],
  ['$arrayToObject of pairs', { x: 1 }, { $arrayToObject: [[['x', 1]]] }],
  ['$getField', 1, { $getField: 'a' }, { a: 1 }],
  ['$getField with dollars', 1, { $getField: { field: { $literal: '$x' }, input: '$a' } }, { a: { $x: 1 } }],
  ['$getField by a computed name', 1, { $getField: { field: { $concat: ['a', 'b'] }, input: '$$ROOT' } }, { ab: 1 }],
  ['$setField', { x: 1, 'a.b': 2 }, { $setField: { field: 'a.b', input: '$a', value: 2 } }, { a: { x: 1 } }],
  ['$setField removes', {}, { $setField: { field: 'x', input: '$a', value: '$$REMOVE' } }, { a: { x: 1 } }],
  ['$unsetField', { y: 2 }, { $unsetField: { field: 'x', input: '$a' } }, { a: { x: 1, y: 2 } }],
  ['$bsonSize', 12, { $bsonSize: '$a' }, { a: { x: 1 } }],
  ['$binarySize', 3, { $binarySize: '$a' }, { a: new Binary(Buffer.from([1, 2, 3])) }],
];

const STRINGS: Row[] = [
  ['$concat', 'ab', { $concat: ['$a', 'b'] }, { a: 'a' }],
  ['$concat with null', null, { $concat: ['$a', null] }, { a: 'x' }],
  ['$toUpper', 'ABÉ', { $toUpper: 'abÉ' }],
  ['$toLower of null', '', { $toLower: null }],
  ['$substrCP', '😀', { $substrCP: ['$a', 0, 1] }, { a: '😀b' }],
  ['$substrBytes', 'é', { $substrBytes: ['éa', 0, 2] }],
  ['$substr to the end', 'cd', { $substr: ['abcd', 2, -1] }],
  ['$strLenCP', 2, { $strLenCP: '😀b' }],
  ['$strLenBytes', 5, { $strLenBytes: '😀b' }],
  ['$strcasecmp', 0, { $strcasecmp: ['aB', 'Ab'] }],
  ['$split', ['a', 'b'], { $split: ['a,b', ','] }],
  ['$trim', 'a', { $trim: { input: ' \n a\t ' } }],
  ['$ltrim with chars', 'a--', { $ltrim: { input: '--a--', chars: '-' } }],
  ['$rtrim', ' a', { $rtrim: { input: ' a ' } }],
  ['$indexOfCP', 1, { $indexOfCP: ['😀b', 'b'] }],
  ['$indexOfBytes', 4, { $indexOfBytes: ['😀b', 'b'] }],
  ['$replaceOne', 'xa', { $replaceOne: { input: 'aa', find: 'a', replacement: 'x' } }],
  ['$replaceAll', '$&$&', { $replaceAll: { input: 'aa', find: 'a', replacement: { $literal: '$&' } } }],
  ['$regexMatch', true, { $regexMatch: { input: '$a', regex: '^X', options: 'i' } }, { a: 'xy' }],
  ['$regexMatch of missing', false, { $regexMatch: { input: '$a', regex: 'x' } }],
  ['$regexFind', { match: 'b1', idx: 2, captures: ['1'] }, { $regexFind: { input: '😀ab1', regex: /b(\d)/ } }],
  [
    '$regexFindAll',
    [
      { match: 'a', idx: 0, captures: [] },
      { match: 'a', idx: 2, captures: [] },
    ],
    { $regexFindAll: { input: 'aba', regex: 'a' } },
  ],
];

const CONVERSIONS: Row[] = [
  ['$type of ObjectId', 'objectId', { $type: '$a' }, { a: id }],
  ['$type of int64', 'long', { $type: '$a' }, { a: Long.fromNumber(1) }],
  ['$type of binary', 'binData', { $type: '$a' }, { a: new Binary(Buffer.from('a')) }],
  ['$type of missing', 'missing', { $type: '$a' }],
  ['$isNumber', true, { $isNumber: decimal('1') }],
  ['$toString of ObjectId', '64b000000000000000000001', { $toString: '$a' }, { a: id }],
  ['$toString of a double', '2.5', { $toString: 2.5 }],
  ['$toString of a date', '2024-01-02T03:04:05.000Z', { $toString: new Date('2024-01-02T03:04:05Z') }],
  ['$toObjectId', id, { $toObjectId: '64b000000000000000000001' }],
  ['$toInt of text', 12, { $toInt: '12' }],
  ['$toInt of a double', -1, { $toInt: -1.9 }],
  ['$toInt of true', 1, { $toInt: true }],
  ['$toLong of a date', 5n, { $toLong: new Date(5) }],
  ['$toDouble of text', 1.5, { $toDouble: '1.5' }],
  ['$toDouble of an int', double(1), { $toDouble: 1 }],
  ['$toDecimal of a double', decimal('2.50000000000000'), { $toDecimal: 2.5 }],
  ['$toDecimal of text', decimal('1.10'), { $toDecimal: '1.10' }],
  ['$toBool of text', true, { $toBool: 'false' }],
  ['$toBool of 0', false, { $toBool: 0 }],
  ['$toDate of ObjectId', new Date('2023-07-13T13:45:36Z'), { $toDate: '$a' }, { a: id }],
  ['$toDate of text', new Date('2024-01-02T03:04:05Z'), { $toDate: '2024-01-02T03:04:05Z' }],
  ['$toDate of int64', new Date(5), { $toDate: Long.fromNumber(5) }],
  ['$toDate of a timestamp', new Date(5000), { $toDate: new Timestamp({ t: 5, i: 1 }) }],
  ['$convert', 5, { $convert: { input: '5', to: 'int' } }],
  ['$convert by code', '5', { $convert: { input: 5, to: 2 } }],
  ['$convert onError', 'bad', { $convert: { input: 'x', to: 'int', onError: 'bad' } }],
  ['$convert onNull', 'none', { $convert: { input: null, to: 'int', onNull: 'none' } }],
  ['$toInt of missing', null, { $toInt: '$a' }],
];

describe.each([
  ['basics', BASICS],
  ['comparison', COMPARISON],
  ['logic', LOGIC],
  ['arithmetic', ARITHMETIC],
  ['arrays', ARRAYS],
  ['objects', OBJECTS],
  ['strings', STRINGS],
  ['conversions', CONVERSIONS],
])('expression: %s', (_, rows) => {
  it.each(rows.map((row) => [row[0], row] as const))('%s', (_name, [, expected, expression, doc]) => {
    expectSame(evaluate(expression, doc), expected);
  });
});

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

describe('expressions', () => {
  it('obey the collation', () => {
    const ctx = { ...context, collator: collatorOf({ locale: 'en', strength: 2 }) };
    expect(evaluate({ $eq: ['A', 'a'] }, {}, ctx)).toBe(true);
    expect(evaluate({ $indexOfArray: [['A'], 'a'] }, {}, ctx)).toBe(0);
    expect(evaluate({ $setUnion: [['A'], ['a']] }, {}, ctx)).toHaveLength(1);
  });

  it('sums doubles with compensation', () => {
    expect(evaluate({ $sum: '$a' }, { a: [1e100, 1, -1e100] })).toEqual(double(1));
    expect(evaluate({ $sum: '$a' }, { a: Array<number>(10).fill(0.1) })).toEqual(double(1));
  });

  it('gives random numbers between 0 and 1', () => {
    const value = Number(evaluate({ $rand: {} }));
    expect(value >= 0 && value < 1).toBe(true);
  });
});
