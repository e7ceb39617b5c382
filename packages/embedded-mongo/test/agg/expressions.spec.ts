import { Long } from 'bson';

import { collatorOf } from '../../src/query';
import { context, decimal, describeRows, double, evaluate, id, type Row, sameId } from './expression-rows';

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

describeRows('basics', BASICS);
describeRows('comparison', COMPARISON);
describeRows('logic', LOGIC);
describeRows('arithmetic', ARITHMETIC);

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
