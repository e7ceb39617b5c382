/** What a text may measure on the channel that will carry it. */
export interface TextLimit {
  /** Bytes of UTF-8. */
  bytes: number;
  /** Unicode code points. */
  characters: number;
}

export function fitsLimit(text: string, limit: TextLimit): boolean {
  // A UTF-16 unit takes at most three bytes of UTF-8, and there are no more characters than units.
  if (text.length <= limit.characters && text.length * 3 <= limit.bytes) return true;
  return Buffer.byteLength(text) <= limit.bytes && [...text].length <= limit.characters;
}

/** The longest start of the text that fits, ended by an ellipsis when something was cut; never half a character. */
export function clipText(text: string, limit: TextLimit): string {
  if (fitsLimit(text, limit)) return text;
  const ellipsis = '…';
  let bytes = Buffer.byteLength(ellipsis);
  let kept = '';
  for (const character of [...text].slice(0, limit.characters - 1)) {
    bytes += Buffer.byteLength(character);
    if (bytes > limit.bytes) break;
    kept += character;
  }
  return kept + ellipsis;
}
