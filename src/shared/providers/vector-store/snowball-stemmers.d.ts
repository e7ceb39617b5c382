declare module 'snowball-stemmers' {
  export interface Stemmer {
    stem(word: string): string;
  }
  /** @throws TypeError for a language that it does not know. */
  export function newStemmer(language: string): Stemmer;
}
