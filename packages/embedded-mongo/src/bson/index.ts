/** BSON as the store sees it: faithful decoding, MongoDB's order of values, order-preserving keys. */
export { compare, compareText, equals } from './compare';
export { decode, decodeSome, rawElements, type RawElement } from './decode';
export { encode } from './encode';
export { foldText, isSimpleCollation } from './fold';
export { encodeKey, identity, type KeyInput, MAX_KEY_BYTES } from './key';
export {
  BsonType,
  bsonType,
  EMPTY_ARRAY,
  isInt32,
  isNullish,
  isNumeric,
  isPlainObject,
  isRegex,
  Rank,
  typeName,
  typeRank,
} from './kinds';
export { compareNumbers, type Numeric, toNumber, unwrap } from './numbers';
export { plain } from './plain';
export { moveIdFirst, rawArray } from './raw';
export {
  add,
  double,
  fitsLong,
  intOrLong,
  multiply,
  subtract,
  Sum,
  toBigInt,
  toDecimal,
  Width,
  widthOf,
} from './arithmetic';
