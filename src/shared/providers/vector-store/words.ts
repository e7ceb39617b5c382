import { newStemmer, type Stemmer } from 'snowball-stemmers';
import { FUNCTION_WORDS } from './function-words';

/** By ISO 639-1 code, what Snowball calls the language. */
const STEMMERS: Readonly<Record<string, string>> = {
  ar: 'arabic',
  cs: 'czech',
  da: 'danish',
  de: 'german',
  en: 'english',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  hu: 'hungarian',
  it: 'italian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sv: 'swedish',
  tr: 'turkish',
};

const RUN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
/** Scripts whose words are not set apart by spaces, or hardly: two characters at a time stand for words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const UNSPACED_PARTS = new RegExp(`(?:${UNSPACED.source}\\p{M}*)+`, 'gu');
/** Accents, vowel marks of Arabic and Hebrew; not the signs of Indian scripts, without which words become others. */
const ACCENTS = /[\u0300-\u036f\u064b-\u0652\u0670\u0591-\u05c7]/g;
const WORD_MAX = 40;
/** What is longer is no question any more. */
const QUESTION_WORDS = 64;
const CACHED_STEMS = 20_000;

const stemmers = new Map<string, Stemmer>();
const stems = new Map<string, string>();

/** The same for all spellings of a word that differ in case, width or accents. */
export const folded = (word: string): string => word.normalize('NFKD').replace(ACCENTS, '').normalize('NFC');

/** The words of a text in lower case, in order; of unspaced scripts pairs of characters. */
export function wordsOf(text: string): string[] {
  const runs = text.normalize('NFKC').toLowerCase().match(RUN) ?? [];
  return runs.flatMap((run) => (UNSPACED.test(run) ? pairsWithin(run) : [run.slice(0, WORD_MAX)]));
}

/** What a word is looked up by: as it is written, and by its stem in each of the languages, which holds in that one only. */
export function formsOf(word: string, languages: Iterable<string>): string[] {
  const forms = new Set([folded(word)]);
  for (const language of languages) {
    const stem = stemOf(word, language);
    if (stem !== undefined) forms.add(stem);
  }
  return [...forms];
}

/** What a question is about: each word once; all of them where it has nothing but function words. */
export function contentWordsOf(question: string): string[] {
  const words = [...new Set(wordsOf(question))];
  const content = words.filter((word) => !FUNCTION_WORDS.has(folded(word)));
  return (content.length > 0 ? content : words).slice(0, QUESTION_WORDS);
}

function pairsWithin(run: string): string[] {
  const words: string[] = [];
  let end = 0;
  for (const match of run.matchAll(UNSPACED_PARTS)) {
    if (match.index > end) words.push(run.slice(end, match.index));
    words.push(...pairsOf(match[0]));
    end = match.index + match[0].length;
  }
  if (end < run.length) words.push(run.slice(end));
  return words;
}

function pairsOf(part: string): string[] {
  const characters = [...part];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
}

function stemOf(word: string, language: string): string | undefined {
  const name = STEMMERS[language];
  if (name === undefined) return undefined;
  const key = `${language}:${word}`;
  const known = stems.get(key);
  if (known !== undefined) return known;
  const stemmer = stemmers.get(name) ?? newStemmer(name);
  stemmers.set(name, stemmer);
  const stem = `${language}:${folded(stemmer.stem(word))}`;
  if (stems.size >= CACHED_STEMS) stems.clear();
  stems.set(key, stem);
  return stem;
}
