/** Field names repeat in every document: a small table of those seen last saves most of the string building. */
const SLOTS = 4096;
const LONGEST = 32;

type Slot = { readonly bytes: Buffer; readonly name: string };

const slots: (Slot | undefined)[] = new Array<Slot | undefined>(SLOTS).fill(undefined);

function hash(bytes: Buffer, start: number, end: number): number {
  let value = end - start;
  for (let at = start; at < end; at++) value = (value * 31 + (bytes[at] ?? 0)) | 0;
  return (value ^ (value >>> 12)) & (SLOTS - 1);
}

function same(known: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = 0; at < known.length; at++) if (known[at] !== bytes[start + at]) return false;
  return true;
}

/** The UTF-8 text between two positions, from the table if it was seen before. */
export function fieldName(bytes: Buffer, start: number, end: number): string {
  if (end - start > LONGEST) return bytes.toString('utf8', start, end);
  const at = hash(bytes, start, end);
  const slot = slots[at];
  if (slot && same(slot.bytes, bytes, start, end)) return slot.name;
  const name = bytes.toString('utf8', start, end);
  slots[at] = { bytes: Buffer.from(bytes.subarray(start, end)), name };
  return name;
}
