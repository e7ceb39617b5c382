import { foldedText, readingsOf, skeletonOf } from './folded-text';

const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}]/u;
/** Shorter ones stand in other words too often to be looked for without the blanks. */
const LONG_ENOUGH = 9;

/** Phrases by language, as people write them. A `*` at the end stands for any ending. */
export type PhraseTable = Readonly<Record<string, readonly string[]>>;

/** Whole words and phrases, found also in texts that try to hide them. */
export class Phrases {
  private readonly needles: readonly string[];
  private readonly closed: readonly string[];

  constructor(table: PhraseTable) {
    const given = Object.values(table)
      .flat()
      .map((phrase) => ({ words: wordsOf(phrase), open: phrase.endsWith('*') }));
    const needles = given.map(({ words, open }) => (UNSPACED.test(words) ? words : ` ${words}${open ? '' : ' '}`));
    const closed = given
      .filter(({ words }) => words.includes(' '))
      .map(({ words }) => words.replaceAll(' ', ''))
      .filter((words) => words.length >= LONG_ENOUGH);
    this.needles = withSkeletons(needles);
    this.closed = withSkeletons(closed);
  }

  areIn(text: string): boolean {
    return readingsOf(text).some((reading) => {
      const closed = reading.replaceAll(' ', '');
      return (
        this.needles.some((needle) => reading.includes(needle)) || this.closed.some((needle) => closed.includes(needle))
      );
    });
  }

  /** Nothing else is said. */
  areAll(text: string): boolean {
    return readingsOf(text).some((reading) => this.needles.some((needle) => reading.trim() === needle.trim()));
  }
}

const wordsOf = (phrase: string): string =>
  foldedText(phrase)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const withSkeletons = (needles: readonly string[]): string[] => [
  ...new Set([...needles, ...needles.map((needle) => skeletonOf(needle))]),
];
