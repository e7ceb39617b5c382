const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** The same number from 0 to below 1 for the same texts, spread evenly: FNV-1a with MurmurHash3's finish. */
export function stableFraction(...parts: readonly string[]): number {
  let hash = OFFSET;
  for (const part of parts) {
    for (let index = 0; index < part.length; index += 1) hash = Math.imul(hash ^ part.charCodeAt(index), PRIME);
    hash = Math.imul(hash ^ 0xff, PRIME);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
