/** What one value became: normalised, or the rule that it breaks. */
export type Checked<T> = { ok: true; value: T } | { ok: false; rule: string };

export const passed = <T>(value: T): Checked<T> => ({ ok: true, value });
export const broken = (rule: string): Checked<never> => ({ ok: false, rule });

/** With halves of characters, which no database and no channel takes. */
const CONTROL = /[\p{Cc}\p{Cs}]/u;
const CONTROL_BUT_LINES = /(?![\n\t])[\p{Cc}\p{Cs}]/u;

/** One line, without space around it; lengths are counted in characters as people count them. */
export function lineOf(text: unknown, maxLength: number): Checked<string> {
  return textOf(text, maxLength, CONTROL);
}

/** Several lines, all line ends alike. */
export function linesOf(text: unknown, maxLength: number): Checked<string> {
  return textOf(typeof text === 'string' ? text.replaceAll(/\r\n?/g, '\n') : text, maxLength, CONTROL_BUT_LINES);
}

/** Values come from outside, also past every compiler: a flow may fill in whatever a variable holds. */
function textOf(text: unknown, maxLength: number, forbidden: RegExp): Checked<string> {
  if (typeof text !== 'string') return broken('must be a text');
  const value = text.trim().normalize('NFC');
  if (value === '') return broken('must not be empty');
  if (forbidden.test(value)) return broken('must not hold control characters');
  return [...value].length > maxLength ? broken(`must have at most ${maxLength} characters`) : passed(value);
}
