import type { Collator, Document } from '../types';

/** Decides `$text` and gives `$meta: "textScore"`. */
export type TextMatcher = {
  readonly fields: ReadonlySet<string> | null;
  test(doc: Document): boolean;
  score(doc: Document): number;
};

/** What one command's filters and expressions are compiled with. `variables` are the values of the command's `let`. */
export type CompileContext = {
  collator?: Collator | undefined;
  now: Date;
  variables?: Document | undefined;
  text?: TextMatcher | undefined;
};
