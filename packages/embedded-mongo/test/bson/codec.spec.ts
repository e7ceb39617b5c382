import {
  Binary,
  BSON,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import fc from 'fast-check';

import { decode, decodeSome, encode, moveIdFirst, plain, rawArray } from '../../src/bson';
import type { Document } from '../../src/types';
import { documents } from './arbitraries';
import { codeOf, faithful } from './faithful';

const EVERYTHING: Document = {
  _id: new ObjectId('64b000000000000000000001'),
  int: 5,
  negative: -2147483648,
  large: 2147483648,
  double: 1.5,
  integralDouble: new Double(5),
  minusZero: -0,
  nan: NaN,
  infinity: Infinity,
  long: Long.fromString('9007199254740993'),
  decimal: Decimal128.fromString('1.10'),
  text: 'häß 😀 \u0000 end',
  empty: '',
  yes: true,
  no: false,
  nothing: null,
  date: new Date('2024-02-29T12:00:00.123Z'),
  early: new Date(-1),
  binary: new Binary(Buffer.from([0, 255, 1]), 0),
  oldBinary: new Binary(Buffer.from([1, 2]), 2),
  uuid: new Binary(Buffer.alloc(16, 7), 4),
  timestamp: new Timestamp({ t: 4000000000, i: 3 }),
  regex: new BSONRegExp('^a.*b$', 'ims'),
  code: new Code('return 1'),
  scoped: new Code('return x', { x: 1 }),
  symbol: new BSONSymbol('s'),
  low: new MinKey(),
  high: new MaxKey(),
  array: [1, [2, { three: 3 }], null],
  nested: { a: { b: {} }, c: [] },
};

describe('codec', () => {
  it('writes back the very bytes that the official encoder wrote', () => {
    const bytes = Buffer.from(BSON.serialize(EVERYTHING));
    expect(encode(decode(bytes)).equals(bytes)).toBe(true);
  });

  it('round-trips any document to the same bytes', () => {
    fc.assert(
      fc.property(documents, (doc) => {
        const bytes = encode(doc);
        return encode(decode(bytes)).equals(bytes) && Buffer.from(BSON.serialize(doc)).equals(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps int64, integral doubles and int32 apart', () => {
    const doc = faithful({ int: 5, double: new Double(5), long: Long.fromNumber(5), big: 2 ** 40 });
    expect(doc).toEqual({ int: 5, double: new Double(5), long: 5n, big: 2 ** 40 });
  });

  it.each(['_bsontype', '__proto__', 'constructor', 'toBSON'])('treats a field called %s as any other', (name) => {
    const doc = Object.fromEntries([[name, 'ObjectId']]);
    const copy = decode(encode(doc));
    expect(Object.keys(copy)).toEqual([name]);
    expect(Object.getOwnPropertyDescriptor(copy, name)?.value).toBe('ObjectId');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  it('leaves out missing fields and writes missing array members as null', () => {
    expect(decode(encode({ a: undefined, b: [undefined, 1] }))).toEqual({ b: [null, 1] });
  });

  it('decodes only the top-level fields asked for', () => {
    const bytes = encode(EVERYTHING);
    expect(decodeSome(bytes, new Set(['high', 'long', 'absent']))).toEqual({
      long: 9007199254740993n,
      high: new MaxKey(),
    });
    for (const name of Object.keys(EVERYTHING)) {
      expect(encode(decodeSome(bytes, new Set([name])))).toEqual(
        encode(Object.fromEntries([[name, EVERYTHING[name]]])),
      );
    }
  });

  it.each<[string, number[]]>([
    ['too short', [5, 0, 0, 0]],
    ['size beyond the buffer', [200, 0, 0, 0, 0]],
    ['no final zero', [5, 0, 0, 0, 1]],
    ['name without end', [8, 0, 0, 0, 10, 97, 98, 0]],
    ['string size beyond the document', [14, 0, 0, 0, 2, 97, 0, 99, 0, 0, 0, 98, 0, 0]],
    ['negative string size', [14, 0, 0, 0, 2, 97, 0, 255, 255, 255, 255, 98, 0, 0]],
    ['unknown type', [8, 0, 0, 0, 66, 97, 0, 0]],
    ['nested size beyond its parent', [13, 0, 0, 0, 3, 97, 0, 99, 0, 0, 0, 0, 0]],
  ])('refuses malformed bytes: %s', (_, bytes) => {
    expect(codeOf(() => decode(Buffer.from(bytes)))).toBe(22);
  });

  it('never hangs on or crashes from random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 60 }), (noise) => {
        const body = Buffer.concat([Buffer.alloc(4), noise, Buffer.from([0])]);
        body.writeInt32LE(body.length);
        const code = codeOf(() => decode(body));
        return code === undefined || code === 22;
      }),
      { numRuns: 500 },
    );
  });

  it('refuses documents nested too deeply', () => {
    let doc: Document = {};
    for (let depth = 0; depth < 250; depth++) doc = { a: doc };
    expect(codeOf(() => encode(doc))).toBe(15);
  });
});

describe('raw documents', () => {
  it('moves _id to the front and leaves the rest as it is', () => {
    expect(Object.keys(decode(moveIdFirst(encode({ a: 1, _id: 2, b: [3] }))))).toEqual(['_id', 'a', 'b']);
    const already = encode({ _id: 1, a: 2 });
    expect(moveIdFirst(already)).toBe(already);
    const none = encode({ a: 2 });
    expect(moveIdFirst(none)).toBe(none);
  });

  it('slices the documents of an array out of a body', () => {
    const body = encode({ insert: 'c', documents: [{ a: 1 }, { b: 'x' }] });
    expect(rawArray(body, 'documents')?.map((raw) => decode(raw))).toEqual([{ a: 1 }, { b: 'x' }]);
    expect(rawArray(body, 'absent')).toBeNull();
    expect(rawArray(body, 'insert')).toBeNull();
    expect(rawArray(encode({ documents: [1] }), 'documents')).toBeNull();
  });
});

describe('plain', () => {
  it('unwraps numbers where nothing is lost', () => {
    expect(plain({ a: 5n, b: [new Double(1)], c: { d: 2n ** 60n } })).toEqual({
      a: 5,
      b: [1],
      c: { d: Long.fromBigInt(2n ** 60n) },
    });
  });
});
