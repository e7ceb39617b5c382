import type { Index } from './collection';

/** Keys to read, `from` in and `to` out. `cut`: the bytes before this offset are equal in the whole range. */
export interface ScanRange {
  readonly from: Buffer;
  readonly to: Buffer;
  readonly cut: number;
}

export interface CollectionScan {
  readonly stage: 'COLLSCAN';
  readonly reverse: boolean;
  readonly sorted: boolean;
}

export interface IndexScan {
  readonly stage: 'IXSCAN' | 'TEXT_MATCH';
  readonly index: Index;
  /** In scan order; they do not overlap. */
  readonly ranges: readonly ScanRange[];
  readonly reverse: boolean;
  /** The ranges are to be merged by the bytes after `cut`, which yields the sort order. */
  readonly merge: boolean;
  readonly sorted: boolean;
  /** A document may come up more than once. */
  readonly repeats: boolean;
  /** The bounds alone decide: every key found is a match. */
  readonly exact: boolean;
  /** Number of leading index fields with equality bounds, plus one with a range: for choosing and for explain. */
  readonly score: number;
}

export interface UnionScan {
  readonly stage: 'OR';
  readonly branches: readonly IndexScan[];
  readonly sorted: boolean;
}

export type Plan = CollectionScan | IndexScan | UnionScan;
