import { BSON } from 'bson';

import { decode } from '../../src/bson';
import type { Document } from '../../src/types';

/** A document as it comes from the wire: written by the official encoder, read by ours. */
export function faithful(doc: Document): Document {
  return decode(Buffer.from(BSON.serialize(doc)));
}

/** A single value as it comes from the wire. */
export function faithfulValue(value: unknown): unknown {
  return faithful({ value }).value;
}

/** The code of the MongoError that a function throws; `undefined` when it throws none. */
export function codeOf(run: () => unknown): number | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as { code?: number }).code;
  }
}
