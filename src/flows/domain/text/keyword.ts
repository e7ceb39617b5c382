const WORD = /[\p{L}\p{N}\p{M}_]/u;
/** Scripts that write words without spaces between them: there is no boundary to ask for. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** True when the keyword stands in the text as a word of its own. Both must have gone through `foldText`. */
export function containsKeyword(foldedText: string, foldedKeyword: string): boolean {
  if (foldedKeyword === '') return false;
  let at = foldedText.indexOf(foldedKeyword);
  while (at !== -1) {
    const end = at + foldedKeyword.length;
    if (isBoundary(foldedText, at) && isBoundary(foldedText, end)) return true;
    at = foldedText.indexOf(foldedKeyword, at + 1);
  }
  return false;
}

function isBoundary(text: string, index: number): boolean {
  const before = characterBefore(text, index);
  const after = characterAt(text, index);
  if (!WORD.test(before) || !WORD.test(after)) return true;
  return UNSPACED.test(before) || UNSPACED.test(after);
}

function characterAt(text: string, index: number): string {
  const code = text.codePointAt(index);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function characterBefore(text: string, index: number): string {
  const pair = index >= 2 ? characterAt(text, index - 2) : '';
  return pair.length === 2 ? pair : text.slice(Math.max(0, index - 1), index);
}
