/**
 * Words as they are searched for: the same on every database, since they are ours. Case, accents and widths are folded
 * (NFKD); scripts without spaces are cut into pairs of characters.
 */
const WORD = /[\p{L}\p{N}]+/gu;
const MARKS = /\p{M}+/gu;
const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}]+/gu;

/** Longer beginnings of a word are not told apart. */
const PREFIX_CHARACTERS = 12;
const QUERY_TERMS = 8;

function wordsOf(text: string): string[] {
  const folded = text.normalize('NFKD').replace(MARKS, '').toLowerCase();
  const pairs = [...folded.matchAll(UNSPACED)].flatMap(([run]) => pairsOf([...run]));
  const spaced = folded.replace(UNSPACED, ' ');
  return [...(spaced.match(WORD) ?? []), ...pairs];
}

const pairsOf = (characters: readonly string[]): string[] =>
  characters.length === 1 ? [...characters] : characters.slice(1).map((next, index) => `${characters[index]}${next}`);

/** What a record is found by: every beginning, of two characters or more, of every word; at most `limit` of them. */
export function searchTermsOf(texts: readonly (string | undefined)[], limit: number): string[] {
  const words = new Set(texts.flatMap((text) => (text === undefined ? [] : wordsOf(text))));
  const terms = new Set<string>();
  for (const word of words) {
    for (const term of beginningsOf(word)) {
      if (terms.size === limit) return [...terms];
      terms.add(term);
    }
  }
  return [...terms];
}

function beginningsOf(word: string): string[] {
  const characters = [...word].slice(0, PREFIX_CHARACTERS);
  const shortest = Math.min(2, characters.length);
  return characters.slice(shortest - 1).map((_, index) => characters.slice(0, shortest + index).join(''));
}

/** The words of a text, each once and cut as `queryTermsOf` cuts them; at most `limit`. What is long is found by whole words. */
export function wordTermsOf(text: string, limit: number): string[] {
  const cut = wordsOf(text).map((word) => [...word].slice(0, PREFIX_CHARACTERS).join(''));
  return [...new Set(cut)].slice(0, limit);
}

/** All of these a record must have to be found; empty when there is nothing in the query to look for. */
export function queryTermsOf(query: string): string[] {
  const cut = wordsOf(query).map((word) => [...word].slice(0, PREFIX_CHARACTERS).join(''));
  return [...new Set(cut)].slice(0, QUERY_TERMS);
}
