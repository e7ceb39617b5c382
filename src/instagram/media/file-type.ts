import { filetypename } from 'magic-bytes.js';

/** Formats are told by their first bytes; a few of those of the library look further than these. */
const HEAD_BYTES = 512;

export interface Sniffed {
  /** Names of the formats that it may be, the likeliest first. */
  names: string[];
  /** The whole file, from its first byte. */
  body: AsyncIterable<Uint8Array>;
}

/** Looks at the beginning of a file without taking it away. */
export async function sniff(file: AsyncIterable<Uint8Array>): Promise<Sniffed> {
  const rest = file[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < HEAD_BYTES) {
    const next = await rest.next();
    if (next.done === true) break;
    seen.push(next.value);
    bytes += next.value.byteLength;
  }
  const head = Buffer.concat(seen);
  const body = (async function* () {
    yield head;
    yield* { [Symbol.asyncIterator]: () => rest };
  })();
  return { names: filetypename(head.subarray(0, HEAD_BYTES)), body };
}
