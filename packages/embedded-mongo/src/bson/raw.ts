import { rawElements } from './decode';
import { BsonType } from './kinds';

/** The raw document with its `_id` element first; the same buffer when it is first already or missing. */
export function moveIdFirst(raw: Buffer): Buffer {
  let first = true;
  for (const element of rawElements(raw)) {
    if (element.name === '_id') {
      if (first) return raw;
      return Buffer.concat([
        raw.subarray(0, 4),
        raw.subarray(element.start, element.end),
        raw.subarray(4, element.start),
        raw.subarray(element.end),
      ]);
    }
    first = false;
  }
  return raw;
}

/**
 * The documents of a top-level array as slices of the body, undecoded.
 * @returns null when the field is missing, not an array or holds something other than documents
 */
export function rawArray(body: Buffer, field: string): Buffer[] | null {
  for (const element of rawElements(body)) {
    if (element.name !== field) continue;
    if (element.type !== BsonType.array) return null;
    const documents: Buffer[] = [];
    for (const member of rawElements(body, element.valueStart)) {
      if (member.type !== BsonType.object) return null;
      documents.push(body.subarray(member.valueStart, member.end));
    }
    return documents;
  }
  return null;
}
