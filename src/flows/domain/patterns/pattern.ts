import { RE2JS } from 're2js';
import { memoized } from '../template/bounded-memo';

const MAX_LENGTH = 300;
/** Instructions of the compiled pattern; matching takes time in proportion to these, times the text. */
const MAX_PROGRAM = 2_000;
const MAX_TEXT = 4_000;
const REMEMBERED = 2_000;

export type ParsedPattern = { ok: true; test: (text: string) => boolean } | { ok: false; reason: string };

/**
 * A pattern that a user wrote, in RE2's syntax: no look-around, no back references, and time linear in the text. It
 * matches anywhere in the text, whatever the case of letters, and looks at the text's first 4,000 characters.
 */
export const parsePattern = memoized(parse, REMEMBERED);

function parse(source: string): ParsedPattern {
  if (source.length > MAX_LENGTH) return { ok: false, reason: `is longer than ${MAX_LENGTH} characters` };
  try {
    const pattern = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
    if (pattern.programSize() > MAX_PROGRAM) return { ok: false, reason: 'repeats too much' };
    return { ok: true, test: (text) => pattern.test(text.slice(0, MAX_TEXT)) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
