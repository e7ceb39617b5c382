/** A decoded BSON document. int32 and fractional doubles are numbers; see `bson/decode.ts` for the other types. */
export type Document = Record<string, unknown>;

/** MongoDB's collation document. Only `locale: 'simple'` means binary comparison. */
export type Collation = {
  locale: string;
  caseLevel?: boolean;
  caseFirst?: 'upper' | 'lower' | 'off';
  strength?: number;
  numericOrdering?: boolean;
  alternate?: 'non-ignorable' | 'shifted';
  maxVariable?: 'punct' | 'space';
  backwards?: boolean;
  normalization?: boolean;
};

/** A compiled collation: `compare` orders strings, `fold` maps strings that compare equal to one text (for keys). */
export type Collator = {
  readonly spec: Collation;
  compare(a: string, b: string): number;
  fold(text: string): string;
};
