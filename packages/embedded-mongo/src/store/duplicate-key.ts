import { Double, EJSON, ObjectId } from 'bson';
import { EMPTY_ARRAY, plain } from '../bson';
import { MongoError } from '../errors';
import type { Document } from '../types';
import type { Collection, Index } from './collection';
import { tupleOfKey } from './index-keys';

/** A value as the server writes it inside error messages. */
export function shellText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (typeof value === 'bigint' || value instanceof Double) return value.toString();
  return typeof value === 'object' ? EJSON.stringify(value) : JSON.stringify(value);
}

/** MongoDB's error 11000 for a document whose `key` in a unique index belongs to another document. */
export function duplicateKeyError(collection: Collection, index: Index, document: Document, key: Buffer): MongoError {
  const values = tupleOfKey(index, document, key);
  // An empty array has a key of its own, which the server calls undefined.
  const isEmpty = (at: number): boolean => values[at] === EMPTY_ARRAY;
  const valueAt = (at: number): unknown => (isEmpty(at) ? null : plain(values[at] ?? null));
  const keyValue = Object.fromEntries(index.fields.map((field, at) => [field, valueAt(at)]));
  const shown = index.fields
    .map((field, at) => `${field}: ${isEmpty(at) ? 'undefined' : shellText(values[at])}`)
    .join(', ');
  const { name, key: keyPattern } = index.definition;
  const message = `E11000 duplicate key error collection: ${collection.namespace} index: ${name} dup key: { ${shown} }`;
  return new MongoError(11000, message, { keyPattern, keyValue });
}
