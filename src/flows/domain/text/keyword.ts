const WORD = /[\p{L}\p{N}\p{M}_]/u;
/** Scripts that write words without spaces between them: there is no boundary to ask for. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const OTHER = 0;
const IN_WORD = 1;
const UNSPACED_WORD = 2;

const ASCII = Uint8Array.from({ length: 128 }, (_, code) => (WORD.test(String.fromCharCode(code)) ? IN_WORD : OTHER));

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

/** Whether a word may begin or end before the text's UTF-16 unit at `index`. */
export function isBoundary(text: string, index: number): boolean {
  const before = classBefore(text, index);
  if (before === OTHER) return !splitsPair(text, index);
  const after = classAt(text, index);
  return after === OTHER || before === UNSPACED_WORD || after === UNSPACED_WORD;
}

function classAt(text: string, index: number): number {
  if (index >= text.length) return OTHER;
  const unit = text.charCodeAt(index);
  return unit < ASCII.length ? (ASCII[unit] ?? OTHER) : classOf(text.codePointAt(index) ?? unit);
}

function classBefore(text: string, index: number): number {
  if (index === 0) return OTHER;
  const unit = text.charCodeAt(index - 1);
  if (unit < ASCII.length) return ASCII[unit] ?? OTHER;
  return classAt(text, isLowSurrogate(unit) && index >= 2 ? index - 2 : index - 1);
}

function classOf(code: number): number {
  const character = String.fromCodePoint(code);
  if (!WORD.test(character)) return OTHER;
  return UNSPACED.test(character) ? UNSPACED_WORD : IN_WORD;
}

const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;
const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;

function splitsPair(text: string, index: number): boolean {
  return (
    index > 0 &&
    index < text.length &&
    isHighSurrogate(text.charCodeAt(index - 1)) &&
    isLowSurrogate(text.charCodeAt(index))
  );
}
