import type { Collation } from '../types';

const DEFAULT_STRENGTH = 3;

const withoutMarks = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '');

/** Upper case first: it unites spellings such as ß and ss. */
const withoutCase = (text: string): string => text.toUpperCase().toLowerCase();

const withoutLeadingZeros = (text: string): string => text.replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, ''));

const withoutPunctuation = (text: string): string => text.replace(/[\p{P}\p{S}\s]/gu, '');

/** True when strings compare byte by byte. */
export function isSimpleCollation(collation: Collation | undefined): boolean {
  return collation === undefined || collation.locale === 'simple';
}

/** Maps strings that are equal under a collation to one text. Good for equality and uniqueness, not for order. */
export function foldText(text: string, collation: Collation | undefined): string {
  if (collation === undefined || collation.locale === 'simple') return text;
  const strength = collation.strength ?? DEFAULT_STRENGTH;
  let folded = text.normalize('NFC');
  if (collation.numericOrdering) folded = withoutLeadingZeros(folded);
  if (collation.alternate === 'shifted' && strength < 4) folded = withoutPunctuation(folded);
  if (strength === 1) folded = withoutMarks(folded);
  if (strength < DEFAULT_STRENGTH && !collation.caseLevel) folded = withoutCase(folded);
  return folded;
}
