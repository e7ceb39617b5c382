import { decode, encode } from '../bson';
import type { KeyValueStore } from './key-value';
import { FORMAT_KEY } from './keys';

const FORMAT = 1;

/** The data was written by another version of this store. */
export class UnknownFormatError extends Error {
  constructor(found: string) {
    super(`the data folder has format ${found}; this version reads format ${FORMAT} only and leaves it untouched`);
    this.name = 'UnknownFormatError';
  }
}

/** Marks a new store with the format version, and refuses one that this version cannot read. */
export function checkFormat(storage: KeyValueStore): void {
  const stored = storage.get(FORMAT_KEY);
  if (stored) {
    const { format } = decode(stored);
    if (format !== FORMAT) throw new UnknownFormatError(String(format));
    return;
  }
  const [first] = storage.range({ from: FORMAT_KEY, to: Buffer.from([0xff, 0xff]), limit: 1 });
  if (first) throw new UnknownFormatError('unknown');
  storage.transaction(() => storage.put(FORMAT_KEY, encode({ format: FORMAT })));
}
