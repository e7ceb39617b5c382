import { visibleText } from './visible-text';

/** Letters of other scripts, and signs, that are read as a Latin letter. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map([
  ...pairs('аɑα@4', 'a'),
  ...pairs('ь6', 'b'),
  ...pairs('сϲ', 'c'),
  ...pairs('ԁ', 'd'),
  ...pairs('еєε3', 'e'),
  ...pairs('һ', 'h'),
  ...pairs('іιıïӏ1!|', 'i'),
  ...pairs('ј', 'j'),
  ...pairs('кκ', 'k'),
  ...pairs('м', 'm'),
  ...pairs('ո', 'n'),
  ...pairs('оοσօ0', 'o'),
  ...pairs('рρ', 'p'),
  ...pairs('ѕ5$', 's'),
  ...pairs('тτ7', 't'),
  ...pairs('υսц', 'u'),
  ...pairs('ѵν', 'v'),
  ...pairs('ѡω', 'w'),
  ...pairs('хχ', 'x'),
  ...pairs('у', 'y'),
]);

function pairs(letters: string, as: string): [string, string][] {
  return [...letters].map((letter) => [letter, as]);
}

/** Case, accents, widths and presentation forms folded away; letters without a decomposition as people type them. */
export function foldedText(text: string): string {
  return visibleText(text)
    .normalize('NFKD')
    .replace(/[\p{M}\u200c\u200d]/gu, '')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/ı/g, 'i')
    .replace(/ł/g, 'l')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/đ/g, 'd')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe');
}

/** The words of a folded text with one blank around each. */
const spacedWords = (folded: string): string => ` ${folded.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;

/** Look-alikes as the letters that they stand for, but numbers and words wholly of another script as they are. */
function latinised(folded: string): string {
  return folded.replace(/[\p{L}\p{N}@$!|]+/gu, (word) =>
    /[a-z]/.test(word) ? [...word].map((letter) => LOOKALIKES.get(letter) ?? letter).join('') : word,
  );
}

/** `k i l l` and `k.i.l.l` as `kill`; a wider gap is between words. */
function closedUp(folded: string): string {
  const single = /(?<![\p{L}\p{N}])[\p{L}\p{N}](?:[ .\-_*·]{1}[\p{L}\p{N}](?![\p{L}\p{N}])){2,}/gu;
  return folded.replace(single, (letters) => letters.replace(/[ .\-_*·]/g, ''));
}

/** `l` and what looks like it are one letter. */
export const skeletonOf = (folded: string): string => folded.replaceAll('l', 'i');

/** The ways in which a text can be read, folded: as it is, with look-alikes replaced, with spread letters closed up. */
export function readingsOf(text: string): string[] {
  const folded = foldedText(text);
  const closed = closedUp(folded);
  const latin = latinised(closed);
  return [...new Set([folded, latinised(folded), closed, latin, skeletonOf(latin)].map(spacedWords))];
}
