/*
 * lmdb maps its file into memory and trusts it: a damaged one ends the process without a word. So its skeleton is
 * checked before it is opened. Layout: data version 2 of LMDB on little-endian machines (LMDB, mdb.c): pages begin with
 * their own number (8 bytes), a transaction number (8) and flags; pages 0 and 1 are meta pages, of which the one with
 * the later transaction counts.
 */
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

const MAGIC = 0xbeefc0de;
const DATA_VERSION = 2;
const META_BYTES = 160;
const HEADER_BYTES = 24;
const FLAGS_AT = 18;
const BRANCH = 1;
const LEAF = 2;
const MAX_DEPTH = 32;
/** The root of an empty tree. */
const NO_PAGE = 0xffff_ffff_ffff_ffffn;

/** The data file is not what the store left there. */
export class DamagedDataError extends Error {
  constructor(file: string, what: string) {
    super(
      `the data file ${file} is damaged: ${what}. It is left as it is; restore it from a copy, or move its folder away to begin anew`,
    );
    this.name = 'DamagedDataError';
  }
}

interface Meta {
  readonly version: number;
  readonly pageBytes: number;
  /** Of the tree of free pages and of the tree of data. */
  readonly roots: readonly bigint[];
  readonly transaction: bigint;
}

/** Reads one open file and finds what is wrong with it. */
class DataFile {
  readonly size: number;

  constructor(private readonly descriptor: number) {
    this.size = fstatSync(descriptor).size;
  }

  /** What is wrong; undefined when nothing is. */
  problem(): string | undefined {
    const meta = this.meta();
    if (meta === undefined) return 'it does not begin as a data file does';
    if (meta.version !== DATA_VERSION) return undefined; // of another lmdb, which will say so itself
    for (const root of meta.roots) {
      const page = root === NO_PAGE ? undefined : this.damagedPage(root, meta.pageBytes, 0);
      if (page !== undefined) return `page ${page} is missing or is not what it was`;
    }
    return undefined;
  }

  private meta(): Meta | undefined {
    const first = this.metaAt(0);
    // The first page may be the damaged one: then the second is looked for where most machines have it.
    const second = this.metaAt(first?.pageBytes ?? 4096);
    if (first === undefined || second === undefined) return undefined;
    return first.transaction > second.transaction ? first : second;
  }

  private metaAt(position: number): Meta | undefined {
    const bytes = this.read(position, META_BYTES);
    if (bytes?.readUInt32LE(24) !== MAGIC) return undefined;
    return {
      version: bytes.readUInt32LE(28),
      pageBytes: bytes.readUInt32LE(48),
      roots: [bytes.readBigUInt64LE(88), bytes.readBigUInt64LE(136)],
      transaction: bytes.readBigUInt64LE(152),
    };
  }

  /** The number of the first page at or below `page` that is not there or is another. */
  private damagedPage(page: bigint, pageBytes: number, depth: number): bigint | undefined {
    const position = Number(page) * pageBytes;
    const header = this.read(position, HEADER_BYTES);
    if (header?.readBigUInt64LE(0) !== page || depth > MAX_DEPTH) return page;
    const kind = header.readUInt16LE(FLAGS_AT) & (BRANCH | LEAF);
    if (kind === LEAF) return undefined;
    const whole = kind === BRANCH ? this.read(position, pageBytes) : undefined;
    return whole ? this.damagedChild(page, whole, depth) : page;
  }

  private damagedChild(page: bigint, whole: Buffer, depth: number): bigint | undefined {
    for (const child of childrenOf(whole)) {
      const damaged = child === undefined ? page : this.damagedPage(child, whole.length, depth + 1);
      if (damaged !== undefined) return damaged;
    }
    return undefined;
  }

  private read(position: number, length: number): Buffer | undefined {
    if (position + length > this.size) return undefined;
    const bytes = Buffer.allocUnsafe(length);
    return readSync(this.descriptor, bytes, 0, length, position) === length ? bytes : undefined;
  }
}

/** The page numbers in a branch page; undefined for one that cannot be. */
function* childrenOf(page: Buffer): Generator<bigint | undefined> {
  const children = page.readUInt16LE(20) >>> 1;
  for (let at = 0; at < children; at++) {
    const pointer = HEADER_BYTES + 2 * at;
    const node = pointer + 2 <= page.length ? HEADER_BYTES + page.readUInt16LE(pointer) : page.length;
    yield node + 6 <= page.length ? BigInt(page.readUIntLE(node, 6)) : undefined;
  }
}

/**
 * Looks a data file over before it is opened.
 * @param isKnown whether there has been a store in this folder: then the file must be there
 * @throws DamagedDataError when it has gone, was cut, or holds something else
 */
export function checkDataFile(file: string, isKnown: boolean): void {
  if (!existsSync(file)) {
    if (isKnown) throw new DamagedDataError(file, 'it has gone, though the lock file beside it is there');
    return;
  }
  const descriptor = openSync(file, 'r');
  try {
    const data = new DataFile(descriptor);
    if (data.size === 0 && !isKnown) return;
    const problem = data.size === 0 ? 'it is empty' : data.problem();
    if (problem !== undefined) throw new DamagedDataError(file, problem);
  } finally {
    closeSync(descriptor);
  }
}
