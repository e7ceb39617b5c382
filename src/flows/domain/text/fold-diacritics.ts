const ASCII = /^[\0-\x7f]*$/;
/**
 * Accents, and the signs for vowels and hamza of Hebrew and Arabic, which people leave out. Not the marks of Indic
 * scripts and kana: without those it is another word.
 */
const OPTIONAL_MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/g;

/** Letters without their optional marks: `é` as `e`, Arabic without vowel signs. For texts that went through `foldText`. */
export function foldDiacritics(text: string): string {
  return ASCII.test(text) ? text : text.normalize('NFKD').replace(OPTIONAL_MARKS, '').normalize('NFKC');
}
