import { foldedText } from '../text/folded-text';

/** So many words in a row are no coincidence. */
const RUN = 8;
/** The same for scripts without spaces. */
const CHARACTERS = 24;

/** Whether a text repeats a passage of what only the model should see. Short secrets must not stand in it at all. */
export function leaks(text: string, secrets: readonly string[]): boolean {
  const told = ` ${wordsOf(text).join(' ')} `;
  return secrets.some((secret) => runsOf(wordsOf(secret)).some((run) => told.includes(run)));
}

const wordsOf = (text: string): string[] => foldedText(text).match(/[\p{L}\p{N}]+/gu) ?? [];

function runsOf(words: readonly string[]): string[] {
  if (words.length === 0) return [];
  if (words.length <= RUN) return [` ${words.join(' ')} `];
  const runs = words.slice(0, words.length - RUN + 1).map((_word, at) => ` ${words.slice(at, at + RUN).join(' ')} `);
  return [...runs, ...words.filter((word) => [...word].length >= CHARACTERS).map((word) => word.slice(0, CHARACTERS))];
}
